import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { useMemo, useState } from 'react';
import { storage } from './storage';

// The files are read at build time, in the order of their names; a test runs each of them against the server.
const examples = import.meta.glob<string>('../../schema/examples/*.graphql', { query: '?raw', import: 'default', eager: true });
const defaultTabs = Object.keys(examples)
  .sort()
  .map((path) => ({ query: examples[path] ?? '' }));

/** GraphiQL, and what to do where the server wants a key: GraphiQL itself shows that there is no schema, and not why. */
export function Page() {
  const [needsKey, setNeedsKey] = useState(false);
  const fetcher = useMemo(
    () =>
      createGraphiQLFetcher({
        url: new URL('/graphql', window.location.origin).href,
        fetch: async (...request) => {
          const response = await fetch(...request);
          setNeedsKey(response.status === 401);
          return response;
        },
      }),
    [],
  );
  return (
    <>
      {needsKey && (
        <p className="needs-key" role="alert">
          This server wants an API key. Put <code>{'{ "Authorization": "Bearer <key>" }'}</code> into Headers, below the query, and press
          “Re-fetch GraphQL schema”, at the bottom left. The page keeps it until it is closed.
        </p>
      )}
      <div className="editor">
        <GraphiQL fetcher={fetcher} defaultTabs={defaultTabs} storage={storage} shouldPersistHeaders={false} />
      </div>
    </>
  );
}
