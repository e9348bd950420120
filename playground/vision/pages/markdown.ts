import { Marked } from 'marked';
import { documentOf } from './documents';

/** Addresses of the documents' pictures on this server. */
const pictures = import.meta.glob<string>('../../../docs/*.jpg', { query: '?url', import: 'default', eager: true });

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** Links between documents lead to their pages here; what is no page of this server, nor an address, stays text. */
const marked = new Marked({
  renderer: {
    link({ href, tokens }) {
      const text = this.parser.parseInline(tokens);
      if (/^https?:/.test(href)) return `<a href="${escaped(href)}" rel="noreferrer" target="_blank">${text}</a>`;
      const [path = ''] = href.split('#');
      const name = /plugins\/([\w-]+)\/README\.md$/.exec(path)?.[1] ?? /([\w-]+)\.md$/.exec(path)?.[1];
      return name && documentOf(name) ? `<a href="#docs/${name}">${text}</a>` : text;
    },
    // Long lines scroll, also by keys.
    code: ({ text }) => `<pre tabindex="0"><code>${escaped(text)}</code></pre>`,
    image: ({ href, text }) => {
      const address = pictures[`../../../docs/${href.replace(/^.*\//, '')}`];
      return address ? `<img src="${address}" alt="${escaped(text)}" loading="lazy" />` : `<em>${escaped(text)}</em>`;
    },
  },
});

export const toHtml = (text: string): string => marked.parse(text, { async: false });
