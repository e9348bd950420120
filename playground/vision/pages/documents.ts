/** The project's own documents, read when somebody opens one. */
const texts = import.meta.glob<string>(['../../../docs/*.md', '../../../src/plugins/*/README.md'], { query: '?raw', import: 'default' });
const titles = import.meta.glob<string>(['../../../docs/*.md', '../../../src/plugins/*/README.md'], {
  query: '?title',
  import: 'default',
  eager: true,
});

export interface Document {
  /** In the address: `errors`, or a plugin's name. */
  readonly name: string;
  readonly title: string;
  readonly isPlugin: boolean;
  readonly load: () => Promise<string>;
}

const sorted = (title: string): string => title.replace(/^The /, '');

export const DOCUMENTS: readonly Document[] = Object.entries(texts)
  .map(([path, load]) => {
    const parts = path.split('/');
    const isPlugin = path.includes('/plugins/');
    const name = isPlugin ? parts.at(-2)! : parts.at(-1)!.replace(/\.md$/, '');
    return { name, title: titles[path] ?? name, isPlugin, load };
  })
  .sort((one, two) => sorted(one.title).localeCompare(sorted(two.title)));

export const documentOf = (name: string): Document | undefined => DOCUMENTS.find((document) => document.name === name);
