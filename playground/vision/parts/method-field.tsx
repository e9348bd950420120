import { methodOf, type Task } from '../model/tasks';
import { NO_SIDE, type Layer } from '../model/view';
import { changeSide } from '../state/change';
import { run } from '../state/run';
import { usePlayground } from '../state/store';
import { Reference } from './reference';

export const sideOf = (layer: Layer, editing: 'left' | 'right') => (editing === 'right' && layer.other ? layer.other : layer.side);

/** Which method answers, what it is, and where it was published. */
export function MethodField({ task, layer }: { task: Task; layer: Layer }) {
  const editing = usePlayground((playground) => playground.editing);
  const side = sideOf(layer, editing);
  const method = methodOf(task, side);
  if (!method) return null;
  return (
    <div className="field-group">
      <div className="field-row">
        <label htmlFor="method">Method</label>
        <a className="push xs" href="#methods">
          About it
        </a>
      </div>
      <select
        id="method"
        className="field select"
        value={method.key}
        onChange={({ target }) => {
          changeSide({ ...NO_SIDE, encoder: side.encoder, method: target.value === task.methods[0]?.key ? null : target.value });
          void run();
        }}
      >
        {task.methods.map(({ key, title, available }) => (
          <option key={key} value={key}>
            {title}
            {available ? '' : ' · not on this pack'}
          </option>
        ))}
      </select>
      <p className="help">
        {method.plugin.summary} <Reference text={method.plugin.reference} />
      </p>
      {!method.available && method.reason && <p className="help bad">{method.reason}</p>}
    </div>
  );
}
