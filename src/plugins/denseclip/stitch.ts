import { breather, sampleChannel, type Box, type ScoreMaps, type Size } from '../../core/index.js';

/**
 * Logits of overlapping windows as one map: each is enlarged bilinearly, and where several meet, their mean counts (mmseg's slide mode, which
 * works at single pixels; here at the centres of cells of `stride` pixels).
 *
 * @param windows logits of each over its own frame, in pixels of `size`, all with the same channels
 * @returns data[channel * cells + cell], cells of `stride` pixels over `size`
 */
export async function stitch(windows: readonly ScoreMaps[], size: Size, stride: number, signal: AbortSignal): Promise<Float32Array> {
  const [rows, columns] = [size.height / stride, size.width / stride];
  const cells = rows * columns;
  const channels = windows[0]?.channels ?? 0;
  const sum = new Float32Array(channels * cells);
  const count = new Float32Array(cells);
  const breathe = breather(signal);
  for (const maps of windows) {
    const part = within(maps.frame, stride);
    const grid = { width: part.width / stride, height: part.height / stride };
    const [left, top] = [part.x / stride, part.y / stride];
    for (let y = 0; y < grid.height; y += 1) for (let x = 0; x < grid.width; x += 1) count[(top + y) * columns + left + x]! += 1;
    for (let channel = 0; channel < channels; channel += 1) {
      const values = sampleChannel(maps, channel, part, grid);
      for (let y = 0, at = 0; y < grid.height; y += 1) {
        const to = channel * cells + (top + y) * columns + left;
        for (let x = 0; x < grid.width; x += 1, at += 1) sum[to + x]! += values[at]!;
      }
      await breathe();
    }
  }
  for (let channel = 0; channel < channels; channel += 1) {
    for (let cell = 0; cell < cells; cell += 1) sum[channel * cells + cell]! /= count[cell]!;
    await breathe();
  }
  return sum;
}

/** The cells whose centres lie in a window, as a box. */
function within({ x, y, width, height }: Box, stride: number): Box {
  const edge = (pixels: number): number => Math.ceil(pixels / stride - 0.5) * stride;
  return { x: edge(x), y: edge(y), width: edge(x + width) - edge(x), height: edge(y + height) - edge(y) };
}
