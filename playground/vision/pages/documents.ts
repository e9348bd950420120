/** The project's own documents, read when somebody opens one. */
const texts = import.meta.glob<string>(['../../../docs/*.md', '../../../src/plugins/*/README.md'], { query: '?raw', import: 'default' });

export interface Document {
  /** In the address: `errors`, or a plugin's name. */
  readonly name: string;
  readonly title: string;
  readonly isPlugin: boolean;
  readonly load: () => Promise<string>;
}

export const DOCUMENTS: readonly Document[] = Object.entries(texts)
  .map(([path, load]) => {
    const parts = path.split('/');
    const isPlugin = path.includes('/plugins/');
    const name = isPlugin ? parts.at(-2)! : parts.at(-1)!.replace(/\.md$/, '');
    const words = name.replace(/-/g, ' ');
    return { name, title: isPlugin ? name : words.charAt(0).toUpperCase() + words.slice(1), isPlugin, load };
  })
  .sort((one, two) => one.name.localeCompare(two.name));

export const documentOf = (name: string): Document | undefined => DOCUMENTS.find((document) => document.name === name);
