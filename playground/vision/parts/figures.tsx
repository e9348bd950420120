import { VIRIDIS } from '../draw/viridis';
import { figureText } from '../model/format';
import { wordsOf } from '../model/words';
import type { Reading } from '../read/reading';

/** Single values of an answer, and what the colours of its maps mean. */
export function Figures({ reading: { figures, maps, points } }: { reading: Reading }) {
  if (figures.length + maps.length === 0 && !points) return null;
  return (
    <>
      <dl className="figures">
        {figures.map(({ name, value, description }) => (
          <div key={name} title={description}>
            <dt>{wordsOf(name)}</dt>
            <dd className="num">{figureText(value)}</dd>
          </div>
        ))}
        {points && (
          <div>
            <dt>Points</dt>
            <dd className="num">{points.length}</dd>
          </div>
        )}
      </dl>
      {maps.map(({ name, min, max }) => (
        <figure key={name} className="legend">
          <figcaption>{wordsOf(name)}</figcaption>
          <div className="ramp" role="img" aria-label={`Colours of ${wordsOf(name)} from ${figureText(min)} to ${figureText(max)}`}>
            {VIRIDIS.filter((_, i) => i % 8 === 0).map((color) => (
              <i key={color.join()} style={{ background: `rgb(${color.join(' ')})` }} />
            ))}
          </div>
          <div className="ends num" aria-hidden="true">
            <span>{figureText(min)}</span>
            <span>{figureText(max)}</span>
          </div>
        </figure>
      ))}
    </>
  );
}
