import { Choices } from './choices';
import { activeLayer, activeTask } from '../state/active';
import { askSoon } from '../state/ask-soon';
import { changeLayer, changeView, withValue } from '../state/change';
import type { Detail } from '../model/view';
import { run } from '../state/run';
import { set, usePlayground } from '../state/store';
import { MethodField } from './method-field';
import { EncoderField } from './encoder-field';
import { OptionFields } from './option-fields';

/** How it is asked: method, encoder, detail, and the options that the method's manifest lists. */
export function How() {
  const detail = usePlayground(({ view }) => view.detail);
  const layer = usePlayground(({ view }) => activeLayer(view));
  const editing = usePlayground((playground) => playground.editing);
  const task = usePlayground(activeTask);
  if (!layer || !task) return <aside className="how" aria-label="Method and options" />;
  return (
    <aside className="how" aria-label="Method and options">
      <h2 className="vh">Method and options</h2>
      {layer.other && (
        <Choices
          label="Side"
          values={[
            { value: 'left', title: 'Left' },
            { value: 'right', title: 'Right' },
          ]}
          value={editing}
          choose={(side) => set({ editing: side === 'right' ? 'right' : 'left' })}
        />
      )}
      <MethodField task={task} layer={layer} />
      <EncoderField layer={layer} />
      <div className="field-group">
        <span className="field-label" id="detail-label">
          Detail
        </span>
        <Choices
          label="Detail"
          values={[
            { value: 'LOW', title: 'Low' },
            { value: 'MEDIUM', title: 'Medium' },
            { value: 'HIGH', title: 'High' },
          ]}
          value={detail}
          choose={(value) => {
            changeView({ detail: value as Detail });
            void run();
          }}
        />
        <p className="help">Size at which the encoder looks. High finds small things and is several times the work.</p>
      </div>
      <OptionFields task={task} layer={layer} />
      {task.args.length > 0 && (
        <details className="more">
          <summary>The question itself</summary>
          <OptionFields.Of
            options={task.args}
            values={layer.args}
            change={(name, value) => {
              changeLayer({ args: withValue(layer.args, name, value) });
              askSoon();
            }}
          />
        </details>
      )}
    </aside>
  );
}
