import { useEffect, useRef } from 'react';
import { cutOut } from '../download/cut-outs';
import { pixelsOf } from '../download/picture';
import type { ReadMask } from '../read/reading';
import { usePlayground } from '../state/store';

const SIDE = 72;

/** A label's pixels alone, small, beside its name. */
export function CutOut({ mask }: { mask: ReadMask }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const shown = usePlayground((playground) => playground.shown);
  useEffect(() => {
    let current = true;
    if (shown)
      void pixelsOf(shown).then((image) => {
        if (current && canvas.current) paint(canvas.current, cutOut(image, mask, shown), mask);
      });
    return () => {
      current = false;
    };
  }, [mask, shown]);
  return <canvas ref={canvas} aria-hidden="true" />;
}

function paint(canvas: HTMLCanvasElement, pixels: OffscreenCanvas, { bits, width, height }: ReadMask): void {
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let i = 0; i < bits.length; i++) {
    if (!bits[i]) continue;
    const [x, y] = [i % width, Math.floor(i / width)];
    left = Math.min(left, x);
    right = Math.max(right, x + 1);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y + 1);
  }
  const [sx, sy] = [pixels.width / width, pixels.height / height];
  const [w, h] = [Math.max(1, (right - left) * sx), Math.max(1, (bottom - top) * sy)];
  const scale = Math.min(SIDE / w, 64 / h);
  canvas.width = Math.max(1, Math.round(w * scale));
  canvas.height = Math.max(1, Math.round(h * scale));
  canvas.getContext('2d')!.drawImage(pixels, left * sx, top * sy, w, h, 0, 0, canvas.width, canvas.height);
}
