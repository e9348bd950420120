import type { Layer } from '../model/view';
import { changeSide } from '../state/change';
import { run } from '../state/run';
import { usePlayground } from '../state/store';
import { sideOf } from './method-field';

/** Which encoder looks at the picture, where there is a choice. */
export function EncoderField({ layer }: { layer: Layer }) {
  const encoders = usePlayground(({ start }) => start!.encoders);
  const editing = usePlayground((playground) => playground.editing);
  if (encoders.length < 2) return null;
  const side = sideOf(layer, editing);
  const current = encoders.find(({ name, active }) => (side.encoder === null ? active : name === side.encoder));
  return (
    <div className="field-group">
      <div className="field-row">
        <label htmlFor="encoder">Encoder</label>
      </div>
      <select
        id="encoder"
        className="field select"
        value={current?.name}
        onChange={({ target }) => {
          const chosen = encoders.find(({ name }) => name === target.value);
          changeSide({ encoder: chosen?.active ? null : target.value });
          void run();
        }}
      >
        {encoders.map(({ name, active, state }) => (
          <option key={name} value={name}>
            {name}
            {active || state === 'loaded' ? '' : ` · ${state}`}
          </option>
        ))}
      </select>
      {current && <p className="help">{current.problem ?? current.summary}</p>}
    </div>
  );
}
