import { NAMES } from '../model/field-names';
import { figureText } from '../model/format';
import { wordsOf } from '../model/words';
import type { Reading } from '../read/reading';
import { MapLegend } from './map-legend';

/** Single values of an answer, and what the colours of its maps mean. */
export function Figures({ reading }: { reading: Reading }) {
  const { maps, points } = reading;
  // What was asked for stands above the picture already.
  const figures = reading.figures.filter(({ name }) => !NAMES.includes(name));
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
      <MapLegend reading={reading} />
    </>
  );
}
