import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { useMemo, useState } from 'react';
import { PicturePane } from './picture-pane';
import { picturesIn, type FoundPicture } from './pictures';
import { storage } from './storage';
import { useWrappedLines } from './wrap-lines';

// The files are read at build time, in the order of their names; a test runs each of them against the server.
const examples = import.meta.glob<string>('../../schema/examples/*.graphql', { query: '?raw', import: 'default', eager: true });
const tabs = Object.keys(examples)
  .sort()
  .map((path) => ({ query: examples[path] ?? '' }));

/** A query that another page of this server hands on, e.g. the playground. */
const handed = new URLSearchParams(location.hash.slice(1)).get('query') ?? undefined;
const defaultTabs = handed === undefined ? tabs : [{ query: handed }, ...tabs];
// Once: after a reload it would be there again, whatever has become of its tab.
if (handed !== undefined) history.replaceState(null, '', location.pathname);

/** GraphiQL, and what to do where the server wants a key: GraphiQL itself shows that there is no schema, and not why. */
export function Page() {
  const [needsKey, setNeedsKey] = useState(false);
  useWrappedLines();
  const [pictures, setPictures] = useState<readonly FoundPicture[]>([]);
  const fetcher = useMemo(
    () =>
      createGraphiQLFetcher({
        url: new URL('/graphql', window.location.origin).href,
        fetch: async (...request) => {
          const response = await fetch(...request);
          setNeedsKey(response.status === 401);
          void response
            .clone()
            .json()
            .then((answer: unknown) => setPictures(picturesIn(answer)))
            .catch(() => undefined);
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
      <div className="work">
        <div className="editor">
          <GraphiQL initialQuery={handed} fetcher={fetcher} defaultTabs={defaultTabs} storage={storage} shouldPersistHeaders={false} />
        </div>
        {pictures.length > 0 && <PicturePane pictures={pictures} close={() => setPictures([])} />}
      </div>
    </>
  );
}
