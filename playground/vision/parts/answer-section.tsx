import { Eye, EyeOff, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { taskNamed } from '../state/active';
import { changeLayer, changeView, removeLayer } from '../state/change';
import { run } from '../state/run';
import { set, usePlayground } from '../state/store';
import type { Finding } from '../read/reading';
import { CompareRows } from './compare-rows';
import { Figures } from './figures';
import { IconButton } from './icon-button';
import { Notices } from './notices';
import { offsetOf } from './offset';
import { Rows } from './rows';

/** What one layer's question was answered. */
export function AnswerSection({ place, action }: { place: number; action: ReactNode }) {
  const layer = usePlayground(({ view }) => view.layers[place])!;
  const isActive = usePlayground(({ view }) => view.active === place);
  const several = usePlayground(({ view }) => view.layers.length > 1);
  const running = usePlayground((playground) => playground.running !== null);
  const problem = usePlayground((playground) => playground.problem !== null);
  const answered = usePlayground((playground) => playground.answered);
  const title = usePlayground((playground) => taskNamed(playground, layer.task))?.title;
  const parts = answered?.parts.filter((part) => part.layer === place && part.task.name === layer.task) ?? [];
  const [left, right] = [parts.find(({ side }) => side === 'left'), parts.find(({ side }) => side === 'right')];
  const offset = offsetOf(answered?.view.layers ?? [], place);
  return (
    <section
      className={`sec${isActive && several ? ' active' : ''}`}
      aria-label={`${title ?? ''}${several ? `, layer ${place + 1}` : ''}`}
      aria-live="polite"
      aria-busy={running}
    >
      <div className="sec-head">
        <h2>
          {several ? (
            <button
              type="button"
              className="layer-name"
              aria-pressed={isActive}
              title="Edit this layer"
              onClick={() => {
                changeView({ active: place });
                set({ hot: null, picked: null });
              }}
            >
              {title}
            </button>
          ) : problem && left ? (
            'Last answer'
          ) : (
            title
          )}
        </h2>
        <span className="soft">{running ? 'Working…' : summaryOf(left?.reading.findings, answered?.view.box != null)}</span>
        {several && (
          <>
            <IconButton
              className="sm push"
              icon={layer.shown ? Eye : EyeOff}
              label={layer.shown ? `Hide the layer ${title}` : `Show the layer ${title}`}
              onClick={() => changeLayer({ shown: !layer.shown }, place)}
            />
            <IconButton
              className="sm"
              icon={X}
              label={`Remove the layer ${title}`}
              onClick={() => {
                removeLayer(place);
                void run();
              }}
            />
          </>
        )}
        {action}
      </div>
      {left && right ? (
        <CompareRows left={left} right={right} offset={offset} />
      ) : (
        left && (
          <>
            {left.reading.findings.length > 0 && (
              <Rows reading={left.reading} layer={layer} place={place} offset={offset} box={answered?.view.box != null} />
            )}
            {/* Where there is a map, it says so itself. */}
            {left.reading.lists && left.reading.findings.length === 0 && left.reading.maps.length === 0 && (
              <p className="soft nothing">Nothing of this was found here. Ask for something else, or lower the score it needs.</p>
            )}
            <Figures reading={left.reading} />
          </>
        )
      )}
      {!left && !running && !problem && <p className="soft">Say what to look for, then ask.</p>}
      {parts.map(({ side, task, reading }) => reading.meta && <Notices key={side} task={task} meta={reading.meta} />)}
    </section>
  );
}

function summaryOf(findings: readonly Finding[] | undefined, inBox: boolean): string {
  if (!findings) return '';
  const masks = findings.filter(({ mask, share }) => mask !== null && share !== null);
  const words =
    masks.length > 0
      ? `${masks.filter(({ mask }) => mask!.area > 0).length} of ${masks.length} found`
      : findings.length > 0
        ? `${findings.length} found`
        : '';
  return [words, inBox ? 'in the box' : ''].filter(Boolean).join(' ');
}
