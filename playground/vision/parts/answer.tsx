import type { ReactNode } from 'react';
import { usePlayground } from '../state/store';
import { AddLayer } from './add-layer';
import { AnswerSection } from './answer-section';
import { CostSection } from './cost-section';
import { QueryPanel } from './query-panel';

/** What came back, what it cost, and the query that asked it. */
export function Answer({ within }: { within: ReactNode }) {
  const layers = usePlayground(({ view }) => view.layers);
  return (
    <aside className="what" aria-label="Answer">
      {layers.map((layer, place) => (
        <AnswerSection key={`${place}${layer.task}`} place={place} action={place === layers.length - 1 ? <AddLayer /> : null} />
      ))}
      {within && (
        <details className="sec how-in">
          <summary>Method and options</summary>
          {within}
        </details>
      )}
      <CostSection />
      <QueryPanel />
    </aside>
  );
}
