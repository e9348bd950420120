import { expect, it } from 'vitest';
import { candidates } from './candidates.js';

const maps = (rows: number, columns: number, ...channels: number[][]) => ({
  channels: channels.length,
  rows,
  columns,
  data: Float32Array.from(channels.flat()),
  frame: { x: 0, y: 0, width: 1, height: 1 },
});
const all = () => true;

it('keeps a channel that wins only between two cells', () => {
  expect(candidates(maps(1, 2, [1, 0], [0, 1], [0.6, 0.6]), all, 0, 0).map((c) => c.channel)).toEqual([0, 1, 2]);
  expect(candidates(maps(1, 2, [0.9, 0.8], [0.1, 0.7], [0.85, 0.1]), all, 0, 0)).toEqual([
    { channel: 0, spans: [[0, 2]] },
    { channel: 2, spans: [[0, 1]] },
  ]);
});

it('drops what stays below the threshold, is no number, or does not compete', () => {
  expect(candidates(maps(2, 1, [0.2, 0.3], [0.9, 0.1], [1, 1], [NaN, NaN]), (c) => c !== 2, 0.4, 0)).toEqual([
    { channel: 1, spans: [[0, 1], []] },
  ]);
});

it('takes in squares around by its reach', () => {
  const one = [0, 0, 0, 0, 0, 0, 0, 0, 1];
  expect(candidates(maps(1, 9, one), all, 0.5, 0)[0]!.spans).toEqual([[7, 9]]);
  expect(candidates(maps(1, 9, one), all, 0.5, 2)[0]!.spans).toEqual([[5, 9]]);
});

it('says the same about a band of rows as about all of them', () => {
  const [rows, columns] = [12, 9];
  const wave = (speed: number) => Array.from({ length: rows * columns }, (_, i) => 0.5 + 0.5 * Math.sin(speed * i));
  const waves = maps(rows, columns, wave(0.37), wave(0.11), wave(0.83));
  const whole = candidates(waves, all, 0.6, 2);
  const band = candidates(waves, all, 0.6, 2, { first: 4, end: 7 });
  const inBand = whole.map(({ channel, spans }) => ({ channel, spans: spans.map((row, y) => (y >= 4 && y < 7 ? row : [])) }));
  expect(band).toEqual(inBand.filter(({ spans }) => spans.some((row) => row.length > 0)));
});
