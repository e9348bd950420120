import type { Box, Size } from './box.js';

/** Square windows of `side`, `stride` apart, in pixels. */
export interface Windows {
  readonly side: number;
  readonly stride: number;
}

/** From and to of windows along an axis, the last one shifted inward; a single shorter one where the axis is shorter than a window. */
function spans(length: number, { side, stride }: Windows): [number, number][] {
  const count = Math.floor(Math.max(length - side + stride - 1, 0) / stride) + 1;
  return Array.from({ length: count }, (_, i) => {
    const end = Math.min(i * stride + side, length);
    return [Math.max(end - side, 0), end];
  });
}

/**
 * Windows over a size, row by row, as mmseg's slide mode lays them (which DenseCLIP runs on; CLIP-EBC's sliding window is the same); the whole
 * where there are none.
 */
export function slidingWindows({ width, height }: Size, windows: Windows | null): Box[] {
  if (windows === null) return [{ x: 0, y: 0, width, height }];
  return spans(height, windows).flatMap(([top, bottom]) =>
    spans(width, windows).map(([left, right]) => ({ x: left, y: top, width: right - left, height: bottom - top })),
  );
}
