import { describe, expect, it } from 'vitest';
import { slidingWindows, type ScoreMaps } from '../../core/index.js';
import { stitch } from './stitch.js';
import { convertedSize } from './converted-size.js';

const vit = { sizeMultiple: 32, window: { side: 640, stride: 426 }, outputStride: 4, shortSide: 640 };

describe('windows of a closed set', () => {
  it('lie over the picture as its authors’ do', () => {
    // By hand, mmseg's slide mode: a 640 x 853 picture has two windows, the second one shifted inward.
    const size = convertedSize({ width: 4000, height: 3000 }, vit);
    expect(size).toEqual({ width: 852, height: 640 });
    expect(slidingWindows(size, vit.window)).toEqual([
      { x: 0, y: 0, width: 640, height: 640 },
      { x: 212, y: 0, width: 640, height: 640 },
    ]);
    expect(slidingWindows({ width: 1280, height: 1280 }, vit.window).map(({ x, y }) => [x, y])).toEqual(
      [0, 426, 640].flatMap((y) => [0, 426, 640].map((x) => [x, y])),
    );
  });

  it('fit pictures of any shape', () => {
    expect(convertedSize({ width: 1, height: 1 }, vit)).toEqual({ width: 640, height: 640 });
    for (const [width, height] of [
      [40000, 1],
      [3, 4000],
      [2000, 600],
    ] as const) {
      const size = convertedSize({ width, height }, vit);
      expect(Math.max(size.width, size.height)).toBe(2048);
      for (const window of slidingWindows(size, vit.window)) {
        expect([window.width % 32, window.height % 32]).toEqual([0, 0]);
        expect(window.x + window.width <= size.width && window.y + window.height <= size.height).toBe(true);
      }
    }
    const whole = { ...vit, window: null, sizeMultiple: 16, shortSide: 80 };
    expect(slidingWindows(convertedSize({ width: 112, height: 80 }, whole), null)).toEqual([{ x: 0, y: 0, width: 112, height: 80 }]);
  });

  it('are stitched by the mean of their enlarged logits, and one alone stays as it is', async () => {
    const { signal } = new AbortController();
    const logits = (frame: ScoreMaps['frame'], at: (x: number, y: number, channel: number) => number): ScoreMaps => {
      const [rows, columns] = [frame.height / 4, frame.width / 4];
      const cells = Array.from({ length: 2 * rows * columns }, (_, i) => {
        const [channel, cell] = [Math.floor(i / rows / columns), i % (rows * columns)];
        return at(frame.x + ((cell % columns) + 0.5) * 4, frame.y + (Math.floor(cell / columns) + 0.5) * 4, channel);
      });
      return { channels: 2, rows, columns, frame, data: Float32Array.from(cells) };
    };
    const alone = logits({ x: 0, y: 0, width: 16, height: 12 }, (x, y, channel) => Math.sin(x * y + channel));
    expect(await stitch([alone], { width: 16, height: 12 }, 4, signal)).toEqual(alone.data);

    // A plane enlarged bilinearly is itself away from a window's edge, wherever its cells lie: 6 is no multiple of the stride.
    const plane = (x: number, y: number, channel: number): number => x + 3 * y + 7 * channel;
    const size = { width: 24, height: 16 };
    const frames = [0, 8, 6].map((x) => ({ x, y: 0, width: 16, height: 16 }));
    const stitched = await stitch(
      frames.map((frame) => logits(frame, plane)),
      size,
      4,
      signal,
    );
    for (const channel of [0, 1])
      for (const cell of [8, 9, 10, 14, 15, 16]) {
        const value = plane(((cell % 6) + 0.5) * 4, (Math.floor(cell / 6) + 0.5) * 4, channel);
        expect(stitched[channel * 24 + cell]).toBeCloseTo(value, 3);
      }
    // Where windows disagree, the mean: the second one says 8 more.
    const apart = frames.slice(0, 2).map((frame, index) => logits(frame, (...at) => plane(...at) + 8 * index));
    const mean = await stitch(apart, size, 4, signal);
    const row = Array.from({ length: 6 }, (_, x) => mean[6 + x]! - plane((x + 0.5) * 4, 6, 0));
    row.forEach((more, x) => expect(more).toBeCloseTo([0, 0, 4, 4, 8, 8][x]!, 3));
  });
});
