import type { KeyboardEvent } from 'react';
import { useEffect, useRef } from 'react';
import { setBox } from '../state/box';
import { usePlayground } from '../state/store';
import { BoxMenu } from './box-menu';

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The box on the picture: what is outside is dimmed, its size stands above, what can be asked in it beside. */
export function BoxEditor() {
  const box = usePlayground(({ view }) => view.box);
  const shown = usePlayground((playground) => playground.shown);
  const boxing = usePlayground((playground) => playground.boxing);
  const itself = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (boxing) itself.current?.focus({ preventScroll: true });
  }, [boxing]);
  if (!box || !shown) return null;
  const step = Math.max(shown.width, shown.height) / 100;
  const press = (event: KeyboardEvent) => {
    const by = STEPS[event.key];
    if (!by) return;
    event.preventDefault();
    const [x, y] = [by[0] * step, by[1] * step];
    setBox(event.shiftKey ? { ...box, width: box.width + x, height: box.height + y } : { ...box, x: box.x + x, y: box.y + y });
  };
  const style = {
    left: `${(box.x / shown.width) * 100}%`,
    top: `${(box.y / shown.height) * 100}%`,
    width: `${(box.width / shown.width) * 100}%`,
    height: `${(box.height / shown.height) * 100}%`,
  };
  return (
    <>
      <div className="layer dim">
        <div
          ref={itself}
          className="region"
          tabIndex={0}
          role="group"
          aria-label={`Box of ${Math.round(box.width)} by ${Math.round(box.height)} pixels. Arrows move it, Shift and arrows resize it, Escape removes it.`}
          style={style}
          onKeyDown={press}
        />
      </div>
      <span className="tag size num" aria-hidden="true" style={{ left: style.left, top: style.top }}>
        {Math.round(box.width)} × {Math.round(box.height)} px
      </span>
      {boxing && <BoxMenu box={box} shown={shown} />}
    </>
  );
}
