import { describe, expect, it } from 'vitest';
import { maskclipOptions } from '../../../test/fixtures/plugins/options.js';
import { stubCall, type StubCall } from '../../../test/fixtures/plugins/stub-call.js';
import { cutPatches } from '../../core/visual/cut-patches.js';
import { checkSegmentResult, type Compute, type SegmentCall } from '../../core/index.js';
import type { MaskclipHead } from './dinoiser.js';
import { MaskClip } from './maskclip.js';
import { fillBackground } from './objectness.js';
import type { MaskclipOptions } from './options.generated.js';

type Options = Partial<MaskclipOptions>;
type Stub = StubCall<MaskclipOptions>;
type HeadCall = Parameters<Compute['head']>[0];

const texts = { cat: [1, 0, 0], dog: [0, 1, 0], background: [0, 0, 1] };
const outputs = {
  dense: [1, 0, 0, 0, 1, 0, 1, 1, 0],
  denseResidual: [2, 0, 0, 0, 2, 0, 2, 2, 0],
  'taps.ffn': [1, 2, 3, 4, 5, 6],
};
const head = { dinoiser: { graph: 'dinoiser.onnx' } };
const base: Stub = { rows: 1, columns: 3, outputs, texts, labels: ['cat', 'dog'], head, tail: ['IDENTITY'] };
const plain: Options = { backgroundPolicy: 'NONE', minPresence: 0 };

/** Turns the patches round; the middle one is an object. */
const turning =
  (asked: HeadCall[]): Compute['head'] =>
  (call) => {
    asked.push(call);
    const { data, dims } = call.feeds['dense']!;
    const rows = Array.from({ length: dims[1]! }, (_, row) => Array.from(data.subarray(row * dims[2]!, (row + 1) * dims[2]!)));
    const objectness = { data: Float32Array.of(0.1, 0.9, 0.5), dims: [1, 3] };
    return Promise.resolve({ pooled: { data: Float32Array.from(rows.reverse().flat()), dims }, objectness });
  };
const callOf = (options: Options, asked: HeadCall[] = [], change: Partial<Stub> = {}) =>
  stubCall<MaskclipOptions, MaskclipHead>(
    { ...base, runHead: turning(asked), ...change, options: { ...plain, ...options } },
    maskclipOptions,
  );
const run = async (call: SegmentCall<MaskclipOptions, MaskclipHead>) =>
  checkSegmentResult(await new MaskClip().segment(call), call.labels.length);

describe('smoothing: DINOISER', () => {
  it('feeds the head with the tap, the residual form as it is, the grid and gamma', async () => {
    const asked: HeadCall[] = [];
    const { form, maps } = await run(callOf({ smoothing: 'DINOISER', dinoiserThreshold: 0.3 }, asked));
    expect(form).toBe('residual form');
    const { graph, feeds } = asked[0]!;
    expect(graph).toBe('dinoiser.onnx');
    expect(Object.entries(feeds).map(([name, { data, dims }]) => [name, [...data], dims])).toEqual([
      ['features', outputs['taps.ffn'], [1, 3, 2]],
      ['dense', outputs.denseResidual, [1, 3, 3]],
      ['grid', [1, 3], [2]],
      ['threshold', [Math.fround(0.3)], [1]],
    ]);
    expect(maps.data[0]).toBeCloseTo(0.5, 5);
    expect(maps.data[2]).toBeGreaterThan(0.99);
  });

  it('smooths another form where one is named', async () => {
    const asked: HeadCall[] = [];
    const { form } = await run(callOf({ smoothing: 'DINOISER', form: 'VALUE' }, asked));
    expect(form).toBe('value path');
    expect([...asked[0]!.feeds['dense']!.data]).toEqual(outputs.dense);
  });

  it('smooths a part of a picture within the whole, and cuts it out', async () => {
    const call = callOf({ smoothing: 'DINOISER', backgroundPolicy: 'OBJECTNESS', objectnessBelow: 1 });
    const whole = call.features;
    const part = { row: 0, column: 1, rows: 1, columns: 1 };
    const features = {
      ...whole,
      ...part,
      within: { features: whole, row: 0, column: 1 },
      output: (name: string) => cutPatches(whole.output(name), 3, part),
    };
    const [all, cut] = [await run(call), await run({ ...call, features })];
    expect([...cut.maps.data]).toEqual([0, 1, 2].map((channel) => all.maps.data[channel * 3 + 1]));
  });

  it('is unavailable on a pack without the head, and says so', async () => {
    const failed = run(callOf({ smoothing: 'DINOISER' }, [], { head: undefined }));
    await expect(failed).rejects.toMatchObject({ code: 'PLUGIN_UNAVAILABLE' });
    await expect(failed).rejects.toThrow(/smoothing: DINOISER needs/);
    await expect(run(callOf({ smoothing: 'DINOISER' }, [], { head: { dinoiser: 3 } }))).rejects.toMatchObject({ code: 'PACK_INVALID' });
  });
});

describe('backgroundPolicy: OBJECTNESS', () => {
  it('gives unsure patches without an object to the background, whose text competes', async () => {
    const { maps, threshold } = await run(callOf({ backgroundPolicy: 'OBJECTNESS' }));
    expect([maps.channels, threshold]).toEqual([3, 0]);
    // The first patch is surely a cat, the second one too and an object, the third is torn between cat and dog and shows none.
    expect(maps.data[6]).toBeLessThan(0.01);
    expect(maps.data[7]).toBeLessThan(0.01);
    expect(maps.data[8]).toBe(1);
    expect(maps.data[2]).toBeCloseTo(0.5, 2);
  });

  it('adds a channel where no background text competes', () => {
    const filled = fillBackground(Float32Array.of(0.5, 0.5, 1), [true], 1, Float32Array.of(0.5, 0.6, 0.1), 0.99);
    expect([...filled]).toEqual([0.5, 0.5, 1, 1, 0, 0]);
    const all = fillBackground(Float32Array.of(0.5, 0.5, 1), [true], 1, Float32Array.of(0.5, 0.6, 0.1), 1);
    expect([...all]).toEqual([0.5, 0.5, 1, 1, 0, 1]);
  });

  it('needs the head, too', async () => {
    await expect(run(callOf({ backgroundPolicy: 'OBJECTNESS' }, [], { head: {} }))).rejects.toThrow(/backgroundPolicy: OBJECTNESS needs/);
  });
});
