import { duration } from '../model/format';
import { usePlayground } from '../state/store';

/** Lightness alone tells stages apart: hue belongs to labels. */
const SHADES = ['var(--bar-3)', 'var(--bar-2)', 'var(--bar-1)'];

/** What the answer cost: passes, what the cache had, and where the time went. */
export function CostSection() {
  const cost = usePlayground(({ answered }) => answered?.cost);
  if (!cost) return null;
  const stages = Object.entries(cost.timings);
  const sum = stages.reduce((total, [, ms]) => total + ms, 0);
  const shade = (stage: string, place: number): string => (stage === 'encode' ? SHADES[2]! : SHADES[place % 2]!);
  return (
    <section className="sec" aria-label="Cost">
      <h2 className="vh">Cost</h2>
      <div className="figs">
        <div>
          <b>{cost.encoderRuns}</b>
          <span>{cost.encoderRuns === 1 ? 'encoder pass' : 'encoder passes'}</span>
        </div>
        <div>
          <b>{cost.cacheHits}</b>
          <span>from cache</span>
        </div>
        <div>
          <b>{duration(sum)}</b>
          <span>all stages</span>
        </div>
      </div>
      <div className="stages" role="img" aria-label={`Time by stage: ${stages.map(([name, ms]) => `${name} ${duration(ms)}`).join(', ')}`}>
        {stages
          .filter(([, ms]) => ms > 0)
          .map(([name, ms]) => (
            <i
              key={name}
              style={{
                '--k': shade(
                  name,
                  stages.findIndex(([stage]) => stage === name),
                ),
                flex: `${ms} 0 2px`,
              }}
            />
          ))}
      </div>
      <ul className="stage-legend">
        {stages.map(([name, ms], place) => (
          <li key={name}>
            <i style={{ '--k': shade(name, place) }} />
            {name}
            <b>{duration(ms)}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}
