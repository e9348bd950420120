import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { colorIndex, colormap, type ColormapName } from './colormaps.js';

const fixture = JSON.parse(readFileSync(new URL('../../../test/fixtures/geometry/colormaps.json', import.meta.url), 'utf8')) as Record<
  string,
  [number, number[]][]
>;

it.each(Object.entries(fixture))('%s has the colours of matplotlib', (name, probes) => {
  const table = colormap(name as ColormapName);
  for (const [share, color] of probes) expect([...table.subarray(3 * colorIndex(share), 3 * colorIndex(share) + 3)]).toEqual(color);
});

it('GRAY runs from black to white', () => {
  const table = colormap('GRAY');
  expect([...table.subarray(0, 3), ...table.subarray(384, 387), ...table.subarray(765)]).toEqual([0, 0, 0, 128, 128, 128, 255, 255, 255]);
});

it('cuts off what lies outside the range', () => {
  expect([-1, NaN, 0, 0.999, 1, 7].map(colorIndex)).toEqual([0, 0, 0, 255, 255, 255]);
});
