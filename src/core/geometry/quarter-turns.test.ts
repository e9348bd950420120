import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { checkTurn, turned, turnedBack, turnedSize, TURNS, type Turn } from './quarter-turns.js';

const size = { width: 5, height: 3 };
const pixels = Uint8Array.from({ length: 45 }, (_, at) => (at * 37) % 256);

describe('quarter turns', () => {
  it.each([90, 180, 270] as const)('by %d degrees equal libvips, pixel for pixel', async (turn) => {
    const { data, info } = await sharp(pixels, { raw: { ...size, channels: 3 } })
      .rotate(turn)
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(turnedSize(size, turn)).toEqual({ width: info.width, height: info.height });
    expect([...turned(pixels, 3, size, turn)]).toEqual([...data]);
  });

  it.each(TURNS)('by %d degrees are undone', (turn) => {
    const rows = Float32Array.from({ length: 30 }, (_, at) => at / 7);
    expect(turnedBack(turned(rows, 2, size, turn), 2, size, turn)).toEqual(rows);
  });

  it('are no others', () => {
    expect(() => checkTurn(45 as Turn)).toThrow(/^turned: must be one of 0, 90, 180, 270 degrees/);
  });
});
