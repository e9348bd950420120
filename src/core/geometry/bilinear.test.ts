import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sampleChannel } from './bilinear.js';

interface Case {
  rows: number;
  columns: number;
  frame: number[];
  box: number[];
  height: number;
  width: number;
  grid: number[];
  out: number[];
}
const cases = JSON.parse(readFileSync(new URL('../../../test/fixtures/geometry/bilinear.json', import.meta.url), 'utf8')) as Case[];
const boxOf = ([x, y, width, height]: number[]) => ({ x: x!, y: y!, width: width!, height: height! });

describe('bilinear sampling', () => {
  it.each(cases.map((one) => [`${one.rows}x${one.columns} over ${one.box.join()}`, one] as const))(
    'agrees with the plain formula (%s)',
    (_, one) => {
      const data = Float32Array.from([...one.grid.map(() => 99), ...one.grid]);
      const maps = { channels: 2, rows: one.rows, columns: one.columns, data, frame: boxOf(one.frame) };
      const got = sampleChannel(maps, 1, boxOf(one.box), { width: one.width, height: one.height });
      one.out.forEach((value, i) => expect(got[i]).toBeCloseTo(value, 5));
    },
  );

  it('gives the same rows in bands as in one piece', () => {
    const maps = { channels: 1, rows: 3, columns: 2, data: Float32Array.of(1, 5, 2, 4, 8, 0), frame: boxOf([0, 0, 10, 10]) };
    const size = { width: 7, height: 9 };
    const whole = sampleChannel(maps, 0, maps.frame, size);
    const band = sampleChannel(maps, 0, maps.frame, size, new Float32Array(7 * 4), 3, 7);
    expect([...band]).toEqual([...whole.subarray(21, 49)]);
  });
});
