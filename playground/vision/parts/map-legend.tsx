import { VIRIDIS } from '../draw/viridis';
import { figureText, percent } from '../model/format';
import { wordsOf } from '../model/words';
import { drawnFrom, drawnMap, shareFrom, valueAt } from '../read/map-share';
import type { Reading } from '../read/reading';
import { changeLook } from '../state/change';
import { usePlayground } from '../state/store';
import { Choices } from './choices';

/** What the colours of a map mean, how much of the picture is above where drawing begins, and which map is drawn where there are several. */
export function MapLegend({ reading }: { reading: Reading }) {
  const look = usePlayground((playground) => playground.look);
  const map = drawnMap(reading, look);
  if (!map) return null;
  const { name, min, max } = map;
  const from = drawnFrom(map, look);
  const title = wordsOf(name);
  return (
    <figure className="legend">
      {reading.maps.length > 1 ? (
        <Choices
          label="Map"
          values={reading.maps.map((one) => ({ value: one.name, title: wordsOf(one.name) }))}
          value={name}
          choose={(draws) => changeLook({ draws: draws === reading.maps[0]?.name ? null : draws, threshold: null })}
        />
      ) : (
        <figcaption>{title}</figcaption>
      )}
      <div className="ramp" role="img" aria-label={`Colours of ${title} from ${figureText(min)} to ${figureText(max)}`}>
        {VIRIDIS.filter((_, i) => i % 8 === 0).map((color) => (
          <i key={color.join()} style={{ background: `rgb(${color.join(' ')})` }} />
        ))}
        {from > 0 && <b style={{ left: `${Math.min(1, from) * 100}%` }} aria-hidden="true" />}
      </div>
      <div className="ends num" aria-hidden="true">
        <span>{figureText(min)}</span>
        <span>{figureText(max)}</span>
      </div>
      {from > 0 && (
        <p className="above">
          <b className="num">{percent(shareFrom(map, from))}</b> is at or above {figureText(valueAt(map, from))}.
        </p>
      )}
    </figure>
  );
}
