// The editor's workers come from this bundle, not from another host; it has to be set up before the editor loads.
import 'graphiql/setup-workers/vite';
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';
import 'graphiql/style.css';
import './main.css';

// The files are read at build time, in the order of their names; a test runs each of them against the server.
const examples = import.meta.glob<string>('../../schema/examples/*.graphql', { query: '?raw', import: 'default', eager: true });
const defaultTabs = Object.keys(examples)
  .sort()
  .map((path) => ({ query: examples[path] ?? '' }));

const fetcher = createGraphiQLFetcher({ url: new URL('/graphql', window.location.origin).href });
const page = document.getElementById('graphiql');
if (!page) throw new Error('The page has no element #graphiql.');
createRoot(page).render(<GraphiQL fetcher={fetcher} defaultTabs={defaultTabs} />);
