import { TriangleAlert, X } from 'lucide-react';
import type { Problem } from '../ask/problem';
import { firstSentence } from '../model/words';
import { copy } from '../state/copy-link';
import { run } from '../state/run';
import { set } from '../state/store';
import { IconButton } from './icon-button';
import { KeyForm } from './key-form';
import { Retry } from './retry';
import { useWaysOut } from './ways-out';

interface Props {
  readonly problem: Problem;
  /** What is tried again, where it is not the question. */
  readonly again?: () => void;
}

/** What went wrong as the server says it, the first sentence large, and what helps. */
export function ProblemCard({ problem, again = () => void run() }: Props) {
  // Ticks of Markdown around code are for those who read logs.
  const told = problem.message.replace(/`/g, '');
  const first = firstSentence(told);
  const rest = told.slice(first.length).trim();
  const ways = useWaysOut(problem);
  return (
    <div className="err" role="alert" data-no-drag="">
      <div className="err-head">
        <span className="code">
          <TriangleAlert aria-hidden="true" />
          {problem.code}
          {problem.field && <span className="soft">{problem.field}</span>}
        </span>
        <IconButton icon={X} label="Close" className="sm" onClick={() => set({ problem: null })} />
      </div>
      <p className="err-first">{first}</p>
      {rest && <p>{rest}</p>}
      {problem.code === 'UNAUTHENTICATED' && <KeyForm again={again} />}
      <div className="acts">
        {ways.map(({ label, act }, place) => (
          <button key={label} type="button" className={`btn ${place === 0 ? 'main' : 'line'}`} onClick={act}>
            {label}
          </button>
        ))}
        {problem.retryAfterMs !== null && <Retry key={problem.message} afterMs={problem.retryAfterMs} again={again} />}
        {['NO_ANSWER', 'ENCODER_UNAVAILABLE', 'INTERNAL_SERVER_ERROR', 'CANCELLED'].includes(problem.code) && (
          <button type="button" className="btn main" onClick={again}>
            Try again
          </button>
        )}
        <button type="button" className="btn line hide-phone" onClick={() => void copy(JSON.stringify(problem, null, 2), 'Details copied')}>
          Copy details
        </button>
      </div>
    </div>
  );
}
