import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/** `document.md?title`: its first heading alone, so that a list of documents needs none of their texts. */
export const titles = (): Plugin => ({
  name: 'titles',
  enforce: 'pre',
  load(id) {
    const [file = '', query] = id.split('?');
    if (query !== 'title' || !file.endsWith('.md')) return null;
    const title = /^# (.+)$/m.exec(readFileSync(file, 'utf8'))?.[1] ?? file;
    return `export default ${JSON.stringify(title.replace(/`/g, ''))}`;
  },
});
