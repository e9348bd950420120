import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { MaskclipHead } from './dinoiser.js';
import { MaskClip } from './maskclip.js';
import { maskclipOptions } from '../../../test/fixtures/plugins/options.js';
import { stubCall, type StubCall } from '../../../test/fixtures/plugins/stub-call.js';
import type { MaskclipOptions } from './options.generated.js';

type Stub = StubCall<MaskclipOptions>;

interface Reference {
  rows: number;
  columns: number;
  calibration: { midpoint: number; slope: number };
  logitScale: number;
  // float32, little-endian, base64
  dense: string;
  labels: string;
  prob: string;
  presence: string;
  alone: string;
  smoothed: string;
  keys: string;
  keyScores: string;
  keySmoothBelow: number;
  keyScoresBelow: string;
  denoiseBelow: number;
  heard: boolean[];
  denoisedKeyScores: string;
}

// Independent numbers: transformers' CLIP and numpy, see fixtures/make.py.
const reference = JSON.parse(readFileSync(new URL('./fixtures/clip-c.json', import.meta.url), 'utf8')) as Reference;
const { rows, columns, logitScale } = reference;
const unpack = (base64: string): number[] => [...new Float32Array(Uint8Array.from(Buffer.from(base64, 'base64')).buffer)];
const dense = unpack(reference.dense);
const labels = unpack(reference.labels);
const prob = unpack(reference.prob);
const smoothed = unpack(reference.smoothed);
const dims = dense.length / (rows * columns);
const names = ['sky', 'brick building', 'road', 'dog'];
const segment = (change: Partial<Stub>) =>
  new MaskClip().segment(
    stubCall<MaskclipOptions, MaskclipHead>(
      {
        rows,
        columns,
        logitScale,
        outputs: { dense },
        texts: Object.fromEntries(names.map((name, index) => [name, labels.slice(index * dims, (index + 1) * dims)])),
        labels: names,
        calibration: { presence: reference.calibration },
        ...change,
      },
      maskclipOptions,
    ),
  );
const furthest = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (value, index) => Math.abs(value - b[index]!)));

describe('MaskClip against reference numbers', () => {
  it('gives the softmax of cosines, with every label competing', async () => {
    const { maps, threshold } = await segment({ options: { backgroundPolicy: 'NONE', minPresence: 0 } });
    expect(maps).toMatchObject({ channels: 4, rows, columns });
    expect(furthest(maps.data, prob)).toBeLessThan(1e-3);
    expect(threshold).toBe(0);
  });

  it('gives the presence of each label', async () => {
    expect(furthest((await segment({})).scores, unpack(reference.presence))).toBeLessThan(1e-4);
  });

  it('weighs one label alone against the calibrated midpoint', async () => {
    const { maps } = await segment({ labels: ['sky'], options: { minPresence: 0 } });
    expect(furthest(maps.data, unpack(reference.alone))).toBeLessThan(1e-3);
  });

  it('spreads values over patches that look alike', async () => {
    const length = (patch: number) => Math.hypot(...dense.slice(patch * dims, (patch + 1) * dims));
    const structure = dense.map((value, index) => value / length(Math.floor(index / dims)));
    const { maps } = await segment({
      outputs: { dense, structure },
      options: { backgroundPolicy: 'NONE', minPresence: 0, smoothing: 'AFFINITY' },
    });
    expect(furthest(maps.data, smoothed)).toBeLessThan(1e-3);
    expect(furthest(smoothed, prob)).toBeGreaterThan(0.1);
  });

  describe('with key smoothing', () => {
    const cells = rows * columns;
    const keys = unpack(reference.keys);
    const smoothByKeys = (options: Stub['options']) =>
      segment({
        outputs: { dense, structure: keys },
        options: { backgroundPolicy: 'NONE', minPresence: 0, smoothing: 'KEYS', ...options },
      });
    const column = (data: ArrayLike<number>, cell: number): number[] => names.map((_, label) => data[label * cells + cell]!);
    const winner = (values: number[]): number => values.indexOf(Math.max(...values));

    it.each([
      ['on every patch', reference.keyScores, {}],
      ['on unsure patches', reference.keyScoresBelow, { affinityBelow: reference.keySmoothBelow }],
      ['after prompt denoising', reference.denoisedKeyScores, { promptDenoising: reference.denoiseBelow }],
    ])('labels patches as the paper does and shows the scores as shares of a patch, %s', async (_, packed, options) => {
      const scores = unpack(packed);
      const { maps, competes } = await smoothByKeys(options);
      expect(competes).toEqual('promptDenoising' in options ? reference.heard : [true, true, true, true]);
      for (let cell = 0; cell < cells; cell += 1) {
        const [ours, theirs] = [column(maps.data, cell), column(scores, cell)];
        const sum = theirs.reduce((a, b) => a + b);
        competes.forEach((value, label) => value && expect(ours[label]).toBeCloseTo(theirs[label]! / sum, 4));
        expect(winner(ours.map((value, label) => (competes[label] ? value : 0)))).toBe(winner(theirs));
      }
    });
  });
});
