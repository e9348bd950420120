import * as Tabs from '@radix-ui/react-tabs';
import { Copy, ExternalLink, Pencil, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { buildQuery } from '../ask/build-query';
import { Code } from '../code/code';
import { SNIPPETS } from '../code/snippets';
import { copy } from '../state/copy-link';
import { run } from '../state/run';
import { set, usePlayground } from '../state/store';

/** The query that is asked, as GraphQL and in the languages that people send it from. */
export function QueryPanel() {
  const [tab, setTab] = useState(SNIPPETS[0]!.name);
  const start = usePlayground((playground) => playground.start)!;
  const view = usePlayground((playground) => playground.view);
  const written = usePlayground((playground) => playground.written);
  const query = written ?? (view.source && view.layers.length > 0 ? buildQuery(start.schema, start.tasks, view).text : '');
  const snippet = SNIPPETS.find(({ name }) => name === tab)!;
  const address = new URL('graphql', document.baseURI.split(/[?#]/)[0]).href;
  const code = snippet.write(query, address);
  return (
    <Tabs.Root className="sec query" value={tab} onValueChange={setTab} asChild>
      <section aria-label="Query">
        <h2 className="vh">Query</h2>
        <Tabs.List className="tabs" aria-label="The query as">
          {SNIPPETS.map(({ name }) => (
            <Tabs.Trigger key={name} value={name}>
              {name}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <Tabs.Content value={tab} className="code-panel" tabIndex={-1}>
          {written !== null && tab === SNIPPETS[0]!.name ? (
            <textarea
              className="code-edit"
              aria-label="The query, to edit"
              spellCheck={false}
              value={written}
              autoFocus
              onChange={({ target }) => set({ written: target.value })}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void run();
              }}
            />
          ) : (
            <Code text={code} language={snippet.language} />
          )}
        </Tabs.Content>
        <div className="foot">
          <button type="button" className="btn" onClick={() => void copy(code)}>
            <Copy aria-hidden="true" />
            Copy
          </button>
          {written === null ? (
            <button
              type="button"
              className="btn"
              onClick={() => {
                setTab(SNIPPETS[0]!.name);
                set({ written: query });
              }}
            >
              <Pencil aria-hidden="true" />
              Edit
            </button>
          ) : (
            <>
              <button type="button" className="btn" onClick={() => void run()}>
                Run it
              </button>
              <button type="button" className="btn" onClick={() => set({ written: null })}>
                <Undo2 aria-hidden="true" />
                Undo
              </button>
            </>
          )}
          <a className="btn push" href={`graphiql/#query=${encodeURIComponent(query)}`}>
            Open in GraphiQL
            <ExternalLink aria-hidden="true" />
          </a>
        </div>
      </section>
    </Tabs.Root>
  );
}
