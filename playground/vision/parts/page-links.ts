import type { Page } from '../pages/use-page';

interface PageLink {
  readonly title: string;
  readonly href: string;
  /** Absent: a page of its own. */
  readonly name?: Page['name'];
}

/** What there is beside the playground itself. */
export const PAGES: readonly PageLink[] = [
  { title: 'Methods', href: '#methods', name: 'methods' },
  { title: 'Pack', href: '#pack', name: 'pack' },
  { title: 'GraphiQL', href: 'graphiql/' },
  { title: 'Docs', href: '#docs', name: 'docs' },
];
