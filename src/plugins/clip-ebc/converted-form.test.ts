import { describe, expect, it } from 'vitest';
import { checkCountResult, DenseqlError, slidingWindows, type Box, type PixelRun, type Tensor } from '../../core/index.js';
import { clipEbcOptions } from '../../../test/fixtures/plugins/options.js';
import { stubCall } from '../../../test/fixtures/plugins/stub-call.js';
import { ClipEbc } from './clip-ebc.js';
import type { ConvertedHead } from './converted-head.js';
import type { Head } from './head.js';
import { convertedSize } from './converted-size.js';
import type { ClipEbcOptions } from './options.generated.js';

const ANCHORS = [0, 1, 2.4, 4.3];
const manifest = {
  kind: 'clip-ebc',
  version: 1,
  graph: 'heads/clip-ebc/clip-ebc.onnx',
  data: 'heads/clip-ebc/clip-ebc.bin',
  input: 'pixels',
  output: 'logits',
  backbone: 'vit',
  normalisation: { mean: [0, 0, 0], std: [1, 1, 1] },
  sizeMultiple: 16,
  window: { side: 64, stride: 48 },
  parameters: 7,
  block: 8,
  bins: [
    [0, 0],
    [1, 1],
    [2, 3],
    [4, null],
  ],
  anchors: ANCHORS,
  prompts: ['a', 'b', 'c', 'd'],
  counts: 'people',
  shortSide: 64,
  longSide: 256,
};

const logit = (i: number): number => 3 * Math.sin(12.9898 * i) - 1;
/** Logits that differ from window to window, so that overlaps matter. */
const answer = ({ x, y, width, height }: Box): Tensor => {
  const dims = [1, height / 8, width / 8, 4];
  return { data: Float32Array.from({ length: (height * width) / 16 }, (_, i) => logit(i + 31 * x + 57 * y)), dims };
};

interface Change {
  readonly of?: string;
  readonly head?: object;
  readonly box?: Box;
  readonly options?: Partial<ClipEbcOptions>;
  readonly synonyms?: { label: string; texts: string[] }[];
  readonly give?: (window: Box) => Tensor;
}
const frame = { x: 0, y: 0, width: 112, height: 64 };
const asked: PixelRun[] = [];
async function count({ of = 'people', head = {}, box = frame, options = {}, synonyms, give = answer }: Change = {}) {
  const stub = stubCall<ClipEbcOptions, Head | ConvertedHead>(
    {
      rows: 1,
      columns: 1,
      outputs: { dense: [1, 0] },
      texts: Object.fromEntries(['people', 'crowd', 'A person', 'apple', 'women', 'car', 'cars'].map((text) => [text, [0.6, 0.8]])),
      labels: [],
      options,
      head: { ...manifest, ...head },
      runOnPixels: async (call) => {
        asked.push(call);
        return call.windows.map((window) => ({ logits: give(window) }));
      },
    },
    clipEbcOptions,
  );
  const image = { ...stub.image, original: frame, box };
  const call = { ...stub, of, image, features: { ...stub.features, frame }, prompts: synonyms ? { synonyms } : {} };
  return checkCountResult(await new ClipEbc().count(call), box);
}
const failure = (change: Change): Promise<DenseqlError> =>
  count(change).then(
    () => expect.fail('it answered'),
    (error: unknown) => error as DenseqlError,
  );

/** Block by block: mean and variance of each window's softmax, then the mean over the windows that have the block. */
function byHand(windows: readonly Box[], blockX: number, blockY: number): readonly [number, number] {
  const found = windows.flatMap((window) => {
    const [column, row] = [blockX - window.x / 8, blockY - window.y / 8];
    if (column < 0 || row < 0 || column >= window.width / 8 || row >= window.height / 8) return [];
    const at = 4 * (row * (window.width / 8) + column);
    const weights = ANCHORS.map((_, k) => Math.exp(Math.fround(logit(at + k + 31 * window.x + 57 * window.y))));
    const sum = weights.reduce((a, b) => a + b, 0);
    const mean = ANCHORS.reduce((total, anchor, k) => total + (anchor * weights[k]!) / sum, 0);
    return [[mean, ANCHORS.reduce((total, anchor, k) => total + ((anchor - mean) ** 2 * weights[k]!) / sum, 0)] as const];
  });
  const average = (kind: 0 | 1): number => found.reduce((total, each) => total + each[kind], 0) / found.length;
  return [average(0), average(1)];
}
const WINDOWS = [0, 48].map((x) => ({ x, y: 0, width: 64, height: 64 }));

describe('a released head', () => {
  it('is run in windows, whose expected counts are averaged where they meet', async () => {
    asked.length = 0;
    const { total, uncertainty, density, points, form } = await count();
    expect(asked).toEqual([
      {
        graph: manifest.graph,
        input: 'pixels',
        outputs: ['logits'],
        box: frame,
        size: { width: 112, height: 64 },
        windows: WINDOWS,
      },
    ]);
    const blocks = Array.from({ length: 14 * 8 }, (_, i) => byHand(WINDOWS, i % 14, Math.floor(i / 14)));
    blocks.forEach(([mean], i) => expect(density!.data[i]).toBeCloseTo(mean, 5));
    const expected = blocks.reduce((sum, [mean]) => sum + mean, 0);
    expect(total).toBeCloseTo(expected, 6);
    expect(uncertainty! ** 2).toBeCloseTo(
      blocks.reduce((sum, [, variance]) => sum + variance, 0),
      6,
    );
    expect(points).toHaveLength(Math.round(expected));
    expect(form).toBe('CLIP-EBC released, ViT, blocks of 8 px, people');
  });

  it('of parts sums to the whole, wherever they are cut', async () => {
    const whole = await count();
    const [left, right] = [await count({ box: { ...frame, width: 51 } }), await count({ box: { ...frame, x: 51, width: 61 } })];
    expect(left.total + right.total).toBeCloseTo(whole.total, 6);
    expect(left.uncertainty! ** 2 + right.uncertainty! ** 2).toBeCloseTo(whole.uncertainty! ** 2, 6);
  });

  it('is not gated unless asked to be, and has the pack’s score', async () => {
    // A cosine of 0.6 at a midpoint of 0.5 and a slope of 20.
    const { score, total } = await count();
    expect(score).toBeCloseTo(1 / (1 + Math.exp(-2)), 5);
    expect(total).toBeGreaterThan(0);
    expect(await count({ options: { minPresence: 0.9 } })).toMatchObject({ total: 0, uncertainty: null, points: [] });
    expect((await count({ head: { minPresence: 0.9 } })).total).toBe(0);
  });

  it('is saturated where most that it finds is in open bins', async () => {
    const sure =
      (bin: number) =>
      (window: Box): Tensor => ({ ...answer(window), data: answer(window).data.map((_, i) => (i % 4 === bin ? 9 : 0)) });
    expect((await count({ give: sure(3) })).saturated).toBe(true);
    expect((await count({ give: sure(2) })).saturated).toBe(false);
    const closed = [...manifest.bins.slice(0, 3), [4, 9]];
    expect((await count({ give: sure(3), head: { bins: closed } })).saturated).toBe(false);
  });

  it('counts what it was trained for and nothing else', async () => {
    for (const of of ['crowd', 'A person']) expect((await count({ of })).total).toBeGreaterThan(0);
    const apple = await failure({ of: 'apple' });
    expect([apple.code, apple.message]).toEqual(['BAD_INPUT', expect.stringMatching(/^of: "apple" .*counts: people .*TRAINING_FREE/)]);
    expect((await failure({ of: 'women' })).code).toBe('BAD_INPUT');
    expect((await count({ of: 'women', synonyms: [{ label: 'women', texts: ['people'] }] })).total).toBeGreaterThan(0);
    for (const of of ['car', 'cars']) expect((await count({ of, head: { counts: 'cars' } })).form).toMatch(/cars$/);
    expect((await failure({ of: 'people', head: { counts: 'cars' } })).message).toMatch(/counts: cars, nothing else/);
    expect((await count({ of: 'apple', options: { form: 'TRAINING_FREE' } })).form).toMatch(/training-free/);
  });

  it.each([
    ['blockSize', { blockSize: 2 }],
    ['tiles', { tiles: 2 }],
    ['rescore', { rescore: 1 }],
  ])('refuses %s, by name', async (name, options) => {
    const error = await failure({ options });
    expect([error.code, error.message]).toEqual(['BAD_INPUT', expect.stringContaining(`by.clipEbc.${name}`)]);
  });

  it.each<[string, (window: Box) => Tensor]>([
    ['NaN or infinity in "logits"', (window) => ({ ...answer(window), data: answer(window).data.fill(NaN, 5, 6) })],
    ['"logits" of shape', (window) => ({ ...answer(window), dims: [1, 8, 7, 4] })],
  ])('that gives %s is PLUGIN_FAILED, named', async (problem, give) => {
    const error = await failure({ give });
    expect(DenseqlError.is(error) && error.code).toBe('PLUGIN_FAILED');
    expect(error.message).toContain(`${manifest.graph} of the pack stub gave ${problem}`);
  });

  it.each([
    ['anchors', { anchors: [0, 1] }],
    ['window.side', { window: { side: 60, stride: 48 } }],
    ['window.stride', { window: { side: 64, stride: 20 } }],
    ['version', { version: 2 }],
    ['kind', { kind: 'zip' }],
  ])('with wrong %s is PACK_INVALID', async (field, head) => {
    const error = await failure({ head });
    expect([error.code, error.message]).toEqual(['PACK_INVALID', expect.stringContaining(field)]);
  });
});

describe('windows of a released head', () => {
  const vit = { block: 8, sizeMultiple: 16, window: { side: 224, stride: 224 }, shortSide: 448, longSide: 2048 };

  it('lie over the picture as its authors’ do', () => {
    // By hand: 1024 x 768 stays; 5 x 4 windows, the last ones shifted inward.
    const size = convertedSize({ width: 1024, height: 768 }, vit);
    expect(size).toEqual({ width: 1024, height: 768 });
    const windows = slidingWindows(size, vit.window);
    expect([...new Set(windows.map(({ x }) => x))]).toEqual([0, 224, 448, 672, 800]);
    expect([...new Set(windows.map(({ y }) => y))]).toEqual([0, 224, 448, 544]);
    expect(windows).toHaveLength(20);
    expect(convertedSize({ width: 4000, height: 3000 }, vit)).toEqual({ width: 2048, height: 1536 });
    expect(convertedSize({ width: 300, height: 224 }, vit)).toEqual({ width: 600, height: 448 });
  });

  it.each([
    [1, 1],
    [40000, 1],
    [3, 4000],
    [449, 451],
  ])('fit pictures of %d x %d', (width, height) => {
    const size = convertedSize({ width, height }, vit);
    expect([size.width % 8, size.height % 8]).toEqual([0, 0]);
    for (const { x, y, ...window } of slidingWindows(size, vit.window)) {
      expect(window).toEqual({ width: 224, height: 224 });
      expect([x % 8, y % 8, x + 224 <= size.width, y + 224 <= size.height]).toEqual([0, 0, true, true]);
    }
    const whole = convertedSize({ width, height }, { ...vit, window: null });
    expect([whole.width % 16, whole.height % 16]).toEqual([0, 0]);
    expect(slidingWindows(whole, null)).toEqual([{ x: 0, y: 0, ...whole }]);
  });
});
