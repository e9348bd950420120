import { useEffect, useState } from 'react';
import { sendWhole } from '../ask/send';
import type { Problem } from '../ask/problem';
import { megabytes, spanOf } from '../model/format';
import { ProblemCard } from '../parts/problem-card';
import packQuery from '../queries/pack.graphql?raw';
import type { PackQuery } from '../queries.generated';
import { asProblem } from '../state/run';
import { usePlayground } from '../state/store';

/** What is loaded, what it holds, what it may be used for and what it can do. */
export function Pack() {
  const [told, setTold] = useState<PackQuery | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const ask = () => {
    setProblem(null);
    sendWhole<PackQuery>(packQuery).then(setTold, (error: unknown) => setProblem(asProblem(error)));
  };
  useEffect(ask, []);
  return (
    <main className="page" id="main" tabIndex={-1} aria-busy={told === null}>
      <h1>Packs</h1>
      <p className="lead">
        A pack is what an encoder runs on: graphs, weights, a tokenizer and constants. Methods share its one pass over a picture.
      </p>
      {problem && <ProblemCard problem={problem} again={ask} />}
      {told && <Server told={told} />}
      {told?.encoders.map((encoder) => (
        <Encoder key={encoder.name} encoder={encoder} />
      ))}
      {told?.serverInfo.brokenPacks.map(({ name, problem: wrong }) => (
        <article key={name} className="sheet">
          <div className="sheet-head">
            <h3>{name}</h3>
            <span className="badge bad">broken</span>
          </div>
          <p>{wrong}</p>
        </article>
      ))}
      <p className="after">
        How packs are made of checkpoints: <a href="#docs/models">Models</a>.
      </p>
    </main>
  );
}

function Server({ told: { serverInfo: info } }: { told: PackQuery }) {
  return (
    <dl className="facts wide">
      <Fact name="DenseQL" value={info.version} />
      <Fact name="Runs on" value={info.device ?? 'not proven yet'} />
      <Fact name="Memory of encoders" value={`${megabytes(info.encoderMemoryBytes)} of ${megabytes(info.encoderMemoryLimit)}`} />
      <Fact name="Features in the cache" value={megabytes(info.encoder.featureCacheBytes)} />
      <Fact name="Passes over pictures" value={String(info.encoder.imagePasses)} />
      <Fact name="Waiting now" value={String(info.encoder.queued)} />
      <Fact name="Up for" value={spanOf(info.uptime)} />
    </dl>
  );
}

function Encoder({ encoder }: { encoder: PackQuery['encoders'][number] }) {
  const plugins = usePlayground(({ start }) => start!.plugins);
  const methods = plugins.filter(
    ({ outputs, head, name }) =>
      outputs.every((output) => encoder.outputs.some((one) => one.name === output)) && (!head || encoder.heads.includes(name)),
  );
  return (
    <article className="sheet">
      <div className="sheet-head">
        <h3>{encoder.name}</h3>
        {encoder.active && <span className="badge">answers by default</span>}
        <span className={`badge${encoder.state === 'failed' ? ' bad' : ''}`}>{encoder.state}</span>
      </div>
      <p>{encoder.summary}</p>
      {encoder.problem && <p className="bad">{encoder.problem}</p>}
      <dl className="facts">
        <Fact name="Revision" value={encoder.revision} />
        <Fact name="Memory" value={`${megabytes(encoder.memoryBytes)}${encoder.state === 'loaded' ? '' : ', estimated'}`} />
        <Fact
          name="Weights"
          value={[encoder.precision, encoder.compute === 'fp16' && 'computed in fp16', encoder.family].filter(Boolean).join(', ')}
        />
        <Fact
          name="Looks at"
          value={`${encoder.detail.low}, ${encoder.detail.medium} or ${encoder.detail.high} pixels, in patches of ${encoder.patch}`}
        />
        <Fact name="Gives" value={encoder.outputs.map(({ name, dims }) => `${name} (${dims})`).join(', ')} />
        <Fact name="Texts" value={`up to ${encoder.contextLength} tokens`} />
        <Fact name="Methods that can run" value={methods.map(({ name }) => name).join(', ') || 'none'} />
      </dl>
      {encoder.licences.length > 0 && (
        <details>
          <summary>Licences</summary>
          <dl className="facts">
            {encoder.licences.map(({ part, licence, source }) => (
              <Fact key={part} name={part} value={`${licence}, from ${source}`} />
            ))}
          </dl>
        </details>
      )}
    </article>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
