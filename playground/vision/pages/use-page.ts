import { useSyncExternalStore } from 'react';

export interface Page {
  readonly name: 'methods' | 'pack' | 'docs';
  /** What comes after a slash, e.g. the name of a document. */
  readonly rest: string;
}

const listen = (changed: () => void): (() => void) => {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
};

/** Which page the address names by its fragment, e.g. `#docs/errors`; null is the playground itself. */
export function usePage(): Page | null {
  const hash = useSyncExternalStore(listen, () => location.hash.slice(1));
  const [name = '', ...rest] = hash.split('/');
  return name === 'methods' || name === 'pack' || name === 'docs' ? { name, rest: rest.join('/') } : null;
}
