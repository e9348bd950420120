import { useEffect, useState } from 'react';
import { DOCUMENTS, documentOf } from './documents';

/** The project's documents, as this server has them: they tell of its own version, and need no network. */
export function Docs({ name }: { name: string }) {
  const [html, setHtml] = useState<string | null>(null);
  const document = documentOf(name.split('/')[0] ?? '');
  useEffect(() => {
    setHtml(null);
    if (!document) return;
    let current = true;
    void Promise.all([document.load(), import('./markdown')]).then(([text, { toHtml }]) => current && setHtml(toHtml(text)));
    return () => {
      current = false;
    };
  }, [document]);
  return (
    <main className="page docs" id="main" tabIndex={-1} aria-busy={document !== undefined && html === null}>
      <nav aria-label="Documents" className={document && 'chosen'}>
        {[false, true].map((isPlugin) => (
          <div key={String(isPlugin)}>
            <h2>{isPlugin ? 'Methods' : 'Documents'}</h2>
            <ul>
              {DOCUMENTS.filter((one) => one.isPlugin === isPlugin).map((one) => (
                <li key={one.name}>
                  <a href={`#docs/${one.name}`} aria-current={one === document ? 'page' : undefined}>
                    {one.title}
                  </a>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
      {html !== null ? (
        <div>
          <a className="phone-text" href="#docs">
            All documents
          </a>
          {/* The project's own Markdown, built into the page. */}
          <article className="prose" dangerouslySetInnerHTML={{ __html: html }} />
        </div>
      ) : (
        <article className="prose">
          <h1>Docs</h1>
          {name !== '' && !document ? (
            <p>There is no document of this name.</p>
          ) : (
            <p>What this server can do, and how it is asked. Choose a document.</p>
          )}
        </article>
      )}
    </main>
  );
}
