import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { goldenPixels, goldenSize } from './golden-picture.js';

describe('the golden picture', () => {
  it('is the same for the same size', () => {
    const hash = (): string => createHash('sha256').update(goldenPixels(224, 160)).digest('hex');
    expect(hash()).toBe(hash());
    expect(goldenPixels(56, 28)).toHaveLength(56 * 28 * 3);
  });

  it('differs from itself turned over, transposed and with its channels swapped', () => {
    const side = 64;
    const pixels = goldenPixels(side, side);
    const at = (row: number, column: number, channel: number): number => pixels[(row * side + column) * 3 + channel]!;
    const difference = (other: (row: number, column: number, channel: number) => number): number => {
      let sum = 0;
      for (let row = 0; row < side; row += 1)
        for (let column = 0; column < side; column += 1)
          for (let channel = 0; channel < 3; channel += 1) sum += Math.abs(at(row, column, channel) - other(row, column, channel));
      return sum / pixels.length;
    };
    expect(difference((row, column, channel) => at(row, side - 1 - column, channel))).toBeGreaterThan(10);
    expect(difference((row, column, channel) => at(side - 1 - row, column, channel))).toBeGreaterThan(10);
    expect(difference((row, column, channel) => at(column, row, channel))).toBeGreaterThan(10);
    expect(difference((row, column, channel) => at(row, column, 2 - channel))).toBeGreaterThan(10);
  });

  it('is not square, near the native size, in whole multiples', () => {
    expect(goldenSize(224, 16)).toEqual({ width: 224, height: 176 });
    expect(goldenSize(224, 32)).toEqual({ width: 224, height: 160 });
    expect(goldenSize(378, 14)).toEqual({ width: 378, height: 280 });
    for (const [native, multiple] of [
      [32, 32],
      [30, 30],
      [224, 224],
      [16, 8],
    ] as const) {
      const { width, height } = goldenSize(native, multiple);
      expect(width).not.toBe(height);
      expect([width % multiple, height % multiple]).toEqual([0, 0]);
    }
  });
});
