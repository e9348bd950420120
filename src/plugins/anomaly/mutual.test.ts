import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nearest } from '../../../test/fixtures/plugins/nearest.js';
import type { AnomalyCall, AskedVisual, Features, Tensor } from '../../core/index.js';
import { Mutual } from './mutual.js';
import type { MutualOptions } from './options.generated.js';

/** By numpy, apart from the product: training/references/musc.py. */
const reference = JSON.parse(readFileSync(new URL('./mutual.reference.json', import.meta.url), 'utf8')) as {
  rows: number;
  columns: number;
  layers: number[][][];
  whole: number[][];
  maps: number[][];
  rescored: number[];
};
const { rows, columns, layers, whole, maps } = reference;

const featuresOf = (picture: number): Features => {
  const outputs: Record<string, Tensor> = {
    'layers.5': { data: Float32Array.from(layers[0]![picture]!), dims: [rows * columns, layers[0]![picture]!.length / (rows * columns)] },
    'layers.7': { data: Float32Array.from(layers[1]![picture]!), dims: [rows * columns, layers[1]![picture]!.length / (rows * columns)] },
    global: { data: Float32Array.from(whole[picture]!), dims: [whole[picture]!.length] },
  };
  return {
    key: `picture ${picture}`,
    rows,
    columns,
    frame: { x: 0, y: 0, width: columns, height: rows },
    within: null,
    outputs: new Set(Object.keys(outputs)),
    output: (name) => outputs[name]!,
  };
};

const OPTIONS: MutualOptions = { among: [], layers: 'MIDDLE', squares: [1, 3, 5], score: 'MAX', rescore: false, mapThreshold: null };

function callOf(picture: number, made: Map<string, Promise<unknown>>, options: Partial<MutualOptions> = {}): AnomalyCall<MutualOptions> {
  const among = whole.map((_, other) => ({ sample: String(other) }));
  return {
    options: { ...OPTIONS, among, ...options },
    features: featuresOf(picture),
    image: { content: String(picture), box: featuresOf(picture).frame },
    signal: new AbortController().signal,
    compute: { nearest },
    visual: async ({ sample }: { sample: string }) =>
      ({ image: { content: sample, box: {} }, features: async () => featuresOf(Number(sample)) }) as unknown as AskedVisual,
    once: (key: string, make: () => Promise<unknown>) => {
      if (!made.has(key)) made.set(key, make());
      return made.get(key);
    },
  } as unknown as AnomalyCall<MutualOptions>;
}

describe('Mutual', () => {
  it('equals the formulas of the paper by numpy, of every picture', async () => {
    for (const [picture, expected] of maps.entries()) {
      const { map, score, threshold } = await new Mutual().findAnomalies(callOf(picture, new Map()));
      expected.forEach((value, patch) => expect(map.data[patch]).toBeCloseTo(value, 4));
      expect(score).toBeCloseTo(Math.max(...expected), 4);
      expect(threshold).toBeNull();
    }
  });

  it('joins scores of pictures that are alike, and makes each map once', async () => {
    const made = new Map<string, Promise<unknown>>();
    for (const [picture, expected] of reference.rescored.entries()) {
      const { score } = await new Mutual().findAnomalies(callOf(picture, made, { rescore: true }));
      expect(score).toBeCloseTo(expected, 4);
    }
    expect(made.size).toBe(maps.length);
  });

  it.each([
    ['without a middle', [2]],
    ['that are there twice', [3, 1, 3]],
  ])('refuses squares %s', (_, squares) => {
    const refused = () => new Mutual().before(callOf(0, new Map(), { squares }));
    expect(refused).toThrow(expect.objectContaining({ code: 'BAD_INPUT', details: { field: 'by.mutual.squares' } }));
  });
});
