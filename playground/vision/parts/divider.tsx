import { ChevronsLeftRight } from 'lucide-react';
import { sideTitle } from '../model/side-title';
import { activeTask } from '../state/active';
import { changeLook } from '../state/change';
import { usePlayground } from '../state/store';

/** What stands between two answers: dragged, or moved by the arrows. */
export function Divider() {
  const at = usePlayground(({ look }) => look.divider);
  const layer = usePlayground(({ answered }) => answered?.view.layers.find(({ other }) => other !== null));
  const task = usePlayground(activeTask);
  if (!layer?.other || !task) return null;
  const [left, right] = [sideTitle(layer.side, task, layer.other), sideTitle(layer.other, task, layer.side)];
  const move = (to: number) => changeLook({ divider: Math.round(Math.min(100, Math.max(0, to))) });
  return (
    <>
      <span className="tag corner">{left}</span>
      <span className="tag corner right">{right}</span>
      <div
        className="divider"
        role="slider"
        tabIndex={0}
        aria-label={`Divider between ${left} and ${right}`}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={at}
        style={{ left: `${at}%` }}
        onPointerDown={(event) => {
          event.stopPropagation();
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={(event) => {
          if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
          const frame = event.currentTarget.parentElement!.getBoundingClientRect();
          move(((event.clientX - frame.left) / frame.width) * 100);
        }}
        onKeyDown={(event) => {
          const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
          if (step === undefined) return;
          event.preventDefault();
          move(at + step * (event.shiftKey ? 10 : 2));
        }}
      >
        <b>
          <ChevronsLeftRight aria-hidden="true" />
        </b>
      </div>
    </>
  );
}
