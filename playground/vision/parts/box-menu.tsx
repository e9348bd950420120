import { X } from 'lucide-react';
import { counted } from '../model/words';
import { methodOf } from '../model/tasks';
import type { Box, Value } from '../model/view';
import { removeBox } from '../state/box';
import { activeLayer, activeTask } from '../state/active';
import { changeSide, changeView, chooseTask, withValue } from '../state/change';
import { run } from '../state/run';
import { set, state, usePlayground, type Shown } from '../state/store';
import { IconButton } from './icon-button';

/** What can be asked in a box, with its price in passes. */
export function BoxMenu({ box, shown }: { box: Box; shown: Shown }) {
  const layer = usePlayground(({ view }) => activeLayer(view));
  const tasks = usePlayground(({ start }) => start!.tasks);
  const task = usePlayground(activeTask);
  const example = task && layer && methodOf(task, layer.side)?.options.find(({ control }) => control.kind === 'boxes');
  const ask = (zoom: boolean, other?: string) => {
    if (other) chooseTask(other);
    changeView({ box, zoom });
    set({ boxing: false });
    void run();
  };
  const useAsExample = () => {
    if (!example || example.control.kind !== 'boxes' || !layer) return;
    const before = layer.side.options[example.name];
    const value = box as unknown as Value;
    changeView({ box: null });
    set({ boxing: false });
    changeSide({
      options: withValue(
        state().view.layers[state().view.active]!.side.options,
        example.name,
        example.control.many ? [...(Array.isArray(before) ? (before as Value[]) : []), value] : value,
      ),
    });
    void run();
  };
  // Beside the box where there is room, else on its other side.
  const right = (box.x + box.width) / shown.width;
  const side = right < 0.6 ? { left: `calc(${right * 100}% + 12px)` } : { right: `calc(${(1 - box.x / shown.width) * 100}% + 12px)` };
  const top = Math.min(box.y / shown.height, 0.4);
  return (
    <div className="pop" role="dialog" aria-label="Ask in this box" data-no-drag="" style={{ ...side, top: `${top * 100}%` }}>
      <div className="pop-head">
        <h2>Ask in this box</h2>
        <IconButton icon={X} label="Remove the box" className="sm" onClick={removeBox} />
      </div>
      <button type="button" className="btn" onClick={() => ask(false)}>
        {task?.words?.many ? 'Same labels' : 'The same question'} <span>no pass</span>
      </button>
      <button type="button" className="btn" onClick={() => ask(true)}>
        Look closer <span>{counted(1, 'pass', 'passes')}</span>
      </button>
      {tasks
        .filter(({ name }) => name !== task?.name)
        .map(({ name, title }) => (
          <button key={name} type="button" className="btn" onClick={() => ask(false, name)}>
            {title} in here <span>no pass</span>
          </button>
        ))}
      {example && (
        <button type="button" className="btn" onClick={useAsExample}>
          Use as an example
        </button>
      )}
      <p className="help hide-phone">Arrows move the box, Shift and arrows resize it, Esc removes it.</p>
      <p className="help phone-text">Drag over the picture for another box.</p>
    </div>
  );
}
