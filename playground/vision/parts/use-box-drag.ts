import type { PointerEvent } from 'react';
import { setBox } from '../state/box';
import { activeLayer } from '../state/active';
import { set, state, usePlayground } from '../state/store';

/** Less than this many pixels of the screen is a click. */
const SLACK = 6;

/** A drag over the picture makes a box. Fingers scroll, unless a box was asked for. */
export function useBoxDrag() {
  const boxing = usePlayground((playground) => playground.boxing);
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    const { shown, view } = state();
    if (event.button !== 0 || !shown || activeLayer(view)?.other || (event.pointerType === 'touch' && !boxing)) return;
    if ((event.target as HTMLElement).closest('[data-no-drag]')) return;
    const frame = event.currentTarget.getBoundingClientRect();
    const at = ({ clientX, clientY }: { clientX: number; clientY: number }) => ({
      x: (Math.min(frame.right, Math.max(frame.left, clientX)) - frame.left) * (shown.width / frame.width),
      y: (Math.min(frame.bottom, Math.max(frame.top, clientY)) - frame.top) * (shown.height / frame.height),
    });
    const begin = at(event);
    const first = { x: event.clientX, y: event.clientY };
    const move = (moved: globalThis.PointerEvent) => {
      if (Math.hypot(moved.clientX - first.x, moved.clientY - first.y) < SLACK) return;
      const end = at(moved);
      set({ boxing: true });
      setBox({
        x: Math.min(begin.x, end.x),
        y: Math.min(begin.y, end.y),
        width: Math.abs(end.x - begin.x),
        height: Math.abs(end.y - begin.y),
      });
    };
    const stop = () => {
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', stop);
      window.removeEventListener('pointercancel', stop);
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', stop);
    window.addEventListener('pointercancel', stop);
  };
  return { onPointerDown, className: `frame${boxing ? ' boxing' : ''}` };
}
