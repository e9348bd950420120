import { describe, expect, it } from 'vitest';
import { blobs } from './blobs.js';

/** Components by flood fill: 8 neighbours, each a sorted list of cells. */
function byFloodFill(values: Float32Array, columns: number, threshold: number): number[][] {
  const seen = new Set<number>();
  const all: number[][] = [];
  for (let start = 0; start < values.length; start += 1) {
    if (seen.has(start) || !(values[start]! > threshold)) continue;
    const [cells, open] = [[] as number[], [start]];
    seen.add(start);
    for (let cell = open.pop(); cell !== undefined; cell = open.pop()) {
      cells.push(cell);
      for (const dy of [-1, 0, 1])
        for (const dx of [-1, 0, 1]) {
          const [x, y] = [(cell % columns) + dx, Math.floor(cell / columns) + dy];
          const next = y * columns + x;
          if (x < 0 || x >= columns || y < 0 || next >= values.length || seen.has(next) || !(values[next]! > threshold)) continue;
          seen.add(next);
          open.push(next);
        }
    }
    all.push(cells.sort((a, b) => a - b));
  }
  return all;
}

describe('blobs', () => {
  it('are the connected components that a flood fill finds', async () => {
    for (const seed of [1, 2, 3, 4]) {
      const values = Float32Array.from({ length: 40 * 30 }, (_, i) => Math.abs(Math.sin(seed + i * 12.9898) * 43758.5453) % 1);
      const found = await blobs(values, 40, 0.65, 0.1, async () => undefined);
      expect(found.map(({ cells }) => cells)).toEqual(byFloodFill(values, 40, 0.65));
    }
  });

  it('have a maximum for each hill that stands out', async () => {
    const line = async (...values: number[]) =>
      (await blobs(Float32Array.from(values), values.length, 0.5, 0.1, async () => undefined)).map(({ peaks }) => peaks);
    expect(await line(0.6, 0.9, 0.71, 0.8, 0.6)).toEqual([[1]]); // not 0.1 above the pass
    expect(await line(0.6, 0.9, 0.65, 0.8, 0.6)).toEqual([[1, 3]]);
    expect(await line(0.9, 0.6, 0.75, 0.7, 0.8, 0.55, 0.95)).toEqual([[6, 0, 4]]);
    expect(await line(0.9, 0.2, 0.7)).toEqual([[0], [2]]);
    expect(await line(1, 1, 1)).toEqual([[0]]);
    expect(await line(0.5, 0, 0.1)).toEqual([]);
  });
});
