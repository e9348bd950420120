import { describe, expect, it } from 'vitest';
import { denseclipOptions } from '../../../test/fixtures/plugins/options.js';
import { stubCall, type StubCall } from '../../../test/fixtures/plugins/stub-call.js';
import { cutPatches } from '../../core/visual/cut-patches.js';
import { checkSegmentResult, type Compute, type DenseqlError, type SegmentCall, type Tensor, type Look } from '../../core/index.js';
import { DenseClip } from './denseclip.js';
import type { ConvertedHead, OpenHead } from './head.js';
import type { DenseclipOptions } from './options.generated.js';
import { CHUNK } from './open-form.js';

type Stub = StubCall<DenseclipOptions>;

const UP = 2;
const many = Array.from({ length: 200 }, (_, i) => `label ${i}`);
const texts = {
  cat: [1, 0, 0],
  dog: [0, 1, 0],
  car: [0, 0, 1],
  wall: [0, 0.6, 0.8],
  ...Object.fromEntries(many.map((label, i) => [label, [Math.cos(i), Math.sin(i), 0]])),
};
const outputs = { dense: [1, 0, 0, 0, 1, 0, 0.6, 0.8, 0], structure: [1, 2, 3] };
const head = { kind: 'open', graph: 'heads/denseclip.onnx', feeds: ['dense', 'structure'], upsample: UP, stride: 4, scores: true };
const base: Stub = { rows: 1, columns: 3, outputs, texts, labels: ['cat', 'dog'], head };

const fold = (text: ArrayLike<number>, patch: ArrayLike<number>): number =>
  Array.from(text).reduce((sum, value, d) => sum + value * patch[d]!, 0);
/** What a cell holds: ten times the cosine less six, and a little of where the cell lies. */
const logit = (text: readonly number[], cell: number): number =>
  10 * fold(text, outputs.dense.slice(Math.floor((cell % 6) / UP) * 3).slice(0, 3)) - 6 + 0.01 * cell;
const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

/** A head as README.md describes it, each text by itself; `rest` fills the channel for everything else. */
const decoding =
  (asked: Parameters<Compute['head']>[0][] = [], rest?: number): Compute['head'] =>
  async (call) => {
    asked.push(call);
    const { labels, grid } = call.feeds as Record<'labels' | 'grid', Tensor>;
    const [rows, columns] = [grid.data[0]! * UP, grid.data[1]! * UP];
    const vectors = Array.from({ length: labels.dims[0]! }, (_, k) => Array.from(labels.data.subarray(3 * k, 3 * k + 3)));
    const channels = vectors.map((text) => Array.from({ length: rows * columns }, (_, cell) => logit(text, cell)));
    if (rest !== undefined) channels.push(new Array<number>(rows * columns).fill(rest));
    const scores = vectors.map((text) => 10 * Math.max(...[0, 1, 2].map((patch) => fold(text, outputs.dense.slice(3 * patch)))) - 5);
    return {
      logits: { data: Float32Array.from(channels.flat()), dims: [1, channels.length, rows, columns] },
      scores: { data: Float32Array.from(scores), dims: [scores.length] },
    };
  };
const callOf = (change: Partial<Stub> = {}): SegmentCall<DenseclipOptions, OpenHead | ConvertedHead> => {
  const stub = stubCall<DenseclipOptions, OpenHead | ConvertedHead>({ ...base, runHead: decoding(), ...change }, denseclipOptions);
  return { ...stub, image: { ...stub.image, box: stub.features.frame } };
};
const run = async (call: SegmentCall<DenseclipOptions, OpenHead | ConvertedHead>) =>
  checkSegmentResult(await new DenseClip().segment(call), call.labels.length);
const failure = (change: Partial<Stub>): Promise<DenseqlError> =>
  run(callOf(change)).then(
    () => expect.fail('it answered'),
    (error: unknown) => error as DenseqlError,
  );

describe('the open form', () => {
  it('feeds outputs of the pass, the grid and the texts, and gives each label the sigmoid of its own channel', async () => {
    const asked: Parameters<Compute['head']>[0][] = [];
    const { form, maps, scores, competes, threshold, refine } = await run(callOf({ runHead: decoding(asked) }));
    expect(Object.entries(asked[0]!.feeds).map(([name, { data, dims }]) => [name, [...data], dims])).toEqual([
      ['grid', [1, 3], [2]],
      ['dense', outputs.dense.map(Math.fround), [1, 3, 3]],
      ['structure', outputs.structure, [1, 3, 1]],
      ['labels', [...texts.cat, ...texts.dog], [2, 3]],
    ]);
    expect(asked[0]!.outputs).toEqual(['logits', 'scores']);
    expect(maps).toMatchObject({ channels: 2, rows: 2, columns: 6, frame: { x: 10, y: 20, width: 42, height: 14 } });
    const expected = [texts.cat, texts.dog].flatMap((text) => Array.from({ length: 12 }, (_, cell) => sigmoid(logit(text, cell))));
    maps.data.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 6));
    expect({ form, competes, threshold, refine }).toEqual({
      form: 'DenseCLIP head, stride 4, context-aware prompting',
      competes: [true, true],
      threshold: 0.5,
      refine: 'GUIDED',
    });
    expect(scores[0]).toBeGreaterThan(0.9);
  });

  it('feeds the picture of the whole grid to a head that asks for so many pixels a patch', async () => {
    const asked: Parameters<Compute['head']>[0][] = [];
    const parts: Parameters<Look['pixels']>[0][] = [];
    const pixels: Look['pixels'] = async (part) => {
      parts.push(part);
      return { data: new Uint8Array(8 * 24 * 3).fill(7), dims: [1, 8, 24, 3] };
    };
    await run(callOf({ head: { ...head, pixels: 8 }, pixels, runHead: decoding(asked) }));
    expect(parts).toEqual([{ box: { x: 10, y: 20, width: 42, height: 14 }, size: { width: 24, height: 8 } }]);
    expect(asked[0]!.feeds['picture']).toMatchObject({ dims: [1, 8, 24, 3], data: expect.any(Uint8Array) as unknown });
  });

  it('finds nothing where a label is absent, by the head’s own presence or the pack’s', async () => {
    for (const scored of [true, false]) {
      const { scores, competes } = await run(callOf({ labels: ['cat', 'car'], head: { ...head, scores: scored } }));
      expect(competes).toEqual([true, false]);
      expect(scores[1]).toBeLessThan(0.1);
    }
    expect((await run(callOf({ labels: ['car'], options: { minPresence: 0 } }))).competes).toEqual([true]);
  });

  it('does not depend on other labels, their order or number', async () => {
    const labels = [...many, 'dog'];
    const asked: Parameters<Compute['head']>[0][] = [];
    const all = await run(callOf({ labels, runHead: decoding(asked) }));
    expect(asked.map(({ feeds }) => feeds['labels']!.dims[0])).toEqual([...new Array<number>(12).fill(CHUNK), 9]);
    const back = await run(callOf({ labels: [...labels].reverse() }));
    const alone = await run(callOf({ labels: ['dog'] }));
    expect(all.maps.data.subarray(200 * 12)).toEqual(alone.maps.data);
    expect(back.maps.data.subarray(0, 12)).toEqual(alone.maps.data);
    expect([all.scores[200], back.scores[0]]).toEqual([alone.scores[0], alone.scores[0]]);
  });

  it('runs on the whole grid for a part of it, and cuts out what bilinear enlargement needs', async () => {
    const whole = callOf({ labels: ['cat', 'dog'] });
    const part = { row: 0, column: 1, rows: 1, columns: 1 };
    const features = {
      ...whole.features,
      ...part,
      within: { features: whole.features, row: 0, column: 1 },
      frame: { x: 24, y: 20, width: 14, height: 14 },
      output: (name: string) => cutPatches(whole.features.output(name), 3, part),
    };
    const cut = await run({ ...whole, features, image: { ...whole.image, box: { x: 26, y: 21, width: 5, height: 10 } } });
    const all = await run(whole);
    expect(cut.maps).toMatchObject({ rows: 2, columns: 3, frame: { x: 17, y: 20, width: 21, height: 14 } });
    expect([...cut.maps.data.subarray(0, 3)]).toEqual([...all.maps.data.subarray(1, 4)]);
    // The cat is in the picture, and not in this part of it.
    expect([all.competes, cut.competes]).toEqual([
      [true, true],
      [false, true],
    ]);
  });

  it('lets background texts compete, or the head’s own channel for everything else', async () => {
    const texted = await run(callOf({ background: ['wall', 'cat'] }));
    expect(texted.maps.channels).toBe(3);
    expect(texted.maps.data[24 + 4]).toBeCloseTo(sigmoid(logit(texts.wall, 4)), 6);
    expect((await run(callOf({ calibration: { background: ['wall'] } }))).maps.channels).toBe(3);

    const own = { ...head, background: true };
    const asked: Parameters<Compute['head']>[0][] = [];
    const { maps } = await run(callOf({ head: own, background: ['wall'], runHead: decoding(asked, 1) }));
    expect(asked[0]!.feeds['background']).toMatchObject({ dims: [1, 3] });
    expect([maps.channels, maps.data[24]]).toEqual([3, Math.fround(sigmoid(1))]);
    const none = await run(callOf({ head: own, background: [], runHead: decoding(asked, 1) }));
    expect([none.maps.channels, ...asked[1]!.feeds['background']!.data]).toEqual([2, 0, 0, 0]);
  });

  it('takes the options in place of the head’s constants', async () => {
    const options: Partial<DenseclipOptions> = { threshold: 0.2, edges: 'BILINEAR' };
    expect(await run(callOf({ options }))).toMatchObject({ threshold: 0.2, refine: 'BILINEAR' });
    expect((await run(callOf({ head: { ...head, threshold: 0.4 } }))).threshold).toBe(0.4);
  });
});

describe('a head that', () => {
  it.each<[string, Awaited<ReturnType<Compute['head']>>]>([
    ['NaN or infinity in "logits"', { logits: { data: new Float32Array(24).fill(NaN, 3, 4), dims: [1, 2, 2, 6] } }],
    ['"logits" of shape \\[1,3,2,6\\], \\[1,2,2,6\\] expected', { logits: { data: new Float32Array(36), dims: [1, 3, 2, 6] } }],
    ['no output "logits"', {}],
    [
      'NaN or infinity in "scores"',
      { logits: { data: new Float32Array(24), dims: [1, 2, 2, 6] }, scores: { data: Float32Array.of(1, -Infinity), dims: [2] } },
    ],
  ])('gives %s is PLUGIN_FAILED, named', async (problem, answer) => {
    const { code, message } = await failure({ runHead: async () => answer });
    expect(code).toBe('PLUGIN_FAILED');
    expect(message).toMatch(new RegExp(`heads/denseclip.onnx of the pack stub gave ${problem}`));
  });

  it('is not there is PLUGIN_UNAVAILABLE, saying what is missing; one that is not readable is PACK_INVALID', async () => {
    const missing = await failure({ head: undefined });
    expect([missing.code, missing.message]).toEqual([
      'PLUGIN_UNAVAILABLE',
      expect.stringMatching(/pack stub does not carry.*heads\.denseclip.*models convert/),
    ]);
    const broken = await failure({ head: { ...head, upsample: 0 } });
    expect([broken.code, broken.message]).toEqual(['PACK_INVALID', expect.stringContaining('upsample')]);
    expect((await failure({ head: { kind: 'other' } })).code).toBe('PACK_INVALID');
  });
});
