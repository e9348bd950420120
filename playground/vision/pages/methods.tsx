import { Play } from 'lucide-react';
import { figureText } from '../model/format';
import type { Method } from '../model/tasks';
import { wordsOf } from '../model/words';
import { Reference } from '../parts/reference';
import { usePlayground } from '../state/store';
import { documentOf } from './documents';
import { exampleOf } from './example-of';

/** What each method does, where it was published, its options, what the active pack lacks for it, and an example that runs. */
export function Methods() {
  const start = usePlayground((playground) => playground.start)!;
  return (
    <main className="page" id="main" tabIndex={-1}>
      <h1>Methods</h1>
      <p className="lead">Every task is a question that any picture can be asked. Plugins bring the methods that answer it.</p>
      {start.tasks.map((task) => (
        <section key={task.name}>
          <h2>{task.title}</h2>
          <p>{task.description.split(/\.\s/)[0]}.</p>
          {task.methods.map((method) => (
            <MethodCard key={method.key} method={method} first={method === task.methods[0]} />
          ))}
        </section>
      ))}
    </main>
  );
}

function MethodCard({ method, first }: { method: Method; first: boolean }) {
  const start = usePlayground((playground) => playground.start)!;
  const { plugin } = method;
  const guide = documentOf(plugin.name);
  const example = exampleOf(start, method);
  return (
    <article className="sheet" id={`method-${method.key}`}>
      <div className="sheet-head">
        <h3>
          {method.title} <span className="mono soft">{method.key}</span>
        </h3>
        <span className={`badge${method.available ? '' : ' bad'}`}>
          {method.available ? (first ? 'answers by default' : 'by name') : 'not on this pack'}
        </span>
        {example && method.available && (
          <a className="btn line push" href={example}>
            <Play aria-hidden="true" />
            Try it
          </a>
        )}
      </div>
      <p>{plugin.summary}</p>
      {!method.available && <p className="bad">{method.reason}</p>}
      <dl className="facts">
        <div>
          <dt>Plugin</dt>
          <dd>
            {plugin.name} {plugin.version}
          </dd>
        </div>
        <div>
          <dt>Published</dt>
          <dd>{plugin.reference ? <Reference text={plugin.reference} /> : 'not in a paper'}</dd>
        </div>
        <div>
          <dt>Needs</dt>
          <dd>
            {[...plugin.outputs.map((output) => `${output} vectors`), plugin.text && 'a text tower', plugin.head && 'a head of its own']
              .filter(Boolean)
              .join(', ') || 'nothing'}
          </dd>
        </div>
        {guide && (
          <div>
            <dt>Guide</dt>
            <dd>
              <a href={`#docs/${guide.name}`}>{guide.title}</a>
            </dd>
          </div>
        )}
      </dl>
      {method.options.length > 0 && (
        <details>
          <summary>Options</summary>
          <table className="options">
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Type</th>
                <th scope="col">Default</th>
                <th scope="col">What it does</th>
              </tr>
            </thead>
            <tbody>
              {method.options.map(({ name, type, fallback, control, description }) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td className="mono">
                    {type}
                    {control.kind === 'slider' && `, ${control.min} to ${control.max}`}
                  </td>
                  <td>
                    {fallback === null
                      ? 'the method’s own'
                      : typeof fallback === 'string'
                        ? wordsOf(fallback)
                        : typeof fallback === 'object'
                          ? JSON.stringify(fallback)
                          : figureText(fallback)}
                  </td>
                  <td>{description}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
    </article>
  );
}
