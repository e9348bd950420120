import { describe, expect, it } from 'vitest';
import { checkCountResult, DenseqlError, type Box, type Compute, type CountCall, type Features, type Tensor } from '../../core/index.js';
import { stubCall, type StubCall } from '../../../test/fixtures/plugins/stub-call.js';
import { ClipEbc } from './clip-ebc.js';
import type { ClipEbcOptions } from './options.js';

type Options = Partial<ClipEbcOptions>;

const SIDE = 8;
const texts = { apple: [1, 0, 0, 0], pear: [0, 1, 0, 0], car: [0, 0, 1, 0], plate: [0, 0, 0, 1] };
const words = ['no {}', 'one {}', 'two {}s', 'three {}s', 'more than four {}s', 'at least one {}', 'more than one {}s'].flatMap((words_) =>
  Object.keys(texts).map((label) => `There ${/s$|more/.test(words_) ? 'are' : 'is'} ${words_.replace('{}', label)}.`),
);
const known = { ...texts, ...Object.fromEntries(words.map((text) => [text, [1, 0, 0, 0]])) };

/** Patches of a scene: a letter each, rows one below the other; `.` is the plate. */
const LETTERS: Record<string, readonly number[]> = { a: texts.apple, p: texts.pear, '.': texts.plate };
const scene = (...rows: string[]): Pick<StubCall<Options>, 'rows' | 'columns' | 'outputs'> => ({
  rows: rows.length,
  columns: rows[0]!.length,
  outputs: { dense: rows.flatMap((row) => [...row].flatMap((letter) => [...LETTERS[letter]!])) },
});

const entry = {
  graph: 'heads/count.onnx',
  inputs: ['dense'],
  blocks: [{ size: 1, name: 'blocks of 1 patch' }],
  bins: [
    [0, 0],
    [1, 1],
  ],
  anchors: [0, 1],
};

/** A head that finds one thing in a block for each of its patches that looks like the label, as sure as 50. */
const counting =
  (size: number, bins: number): Compute['head'] =>
  async ({ feeds }) => {
    const { dense, grid, label } = feeds as Record<'dense' | 'grid' | 'label', Tensor>;
    const [rows, columns] = [grid.data[0]!, grid.data[1]!];
    const [down, across] = [Math.ceil(rows / size), Math.ceil(columns / size)];
    const data = new Float32Array(down * across * bins);
    const counts = new Array<number>(down * across).fill(0);
    for (let i = 0; i < rows * columns; i += 1) {
      const likeness = label.data.reduce((sum, value, d) => sum + value * dense.data[i * 4 + d]!, 0);
      if (likeness > 0.5) counts[Math.floor(Math.floor(i / columns) / size) * across + Math.floor((i % columns) / size)]! += 1;
    }
    counts.forEach((count, block) => (data[block * bins + Math.min(count, bins - 1)] = 50));
    return { logits: { data, dims: [1, down, across, bins] } };
  };

interface Change extends Partial<StubCall<Options>> {
  readonly of?: string;
  readonly box?: Box;
  readonly encode?: CountCall<Options>['visual']['encode'];
}
function countCall(change: Change): CountCall<Options> {
  const stub = stubCall<Options>({
    rows: 1,
    columns: 1,
    outputs: {},
    texts: known,
    labels: [],
    head: entry,
    runHead: counting(1, 2),
    ...change,
  });
  const { rows, columns } = stub.features;
  const box = { x: 0, y: 0, width: columns * SIDE, height: rows * SIDE };
  const features = { ...stub.features, frame: box };
  return {
    ...stub,
    of: change.of ?? 'apple',
    features,
    image: { content: 'stub', original: box, box: change.box ?? box },
    visual: change.encode ? { ...stub.visual, encode: change.encode } : stub.visual,
  };
}
const count = async (change: Change) => {
  const call = countCall(change);
  return checkCountResult(await new ClipEbc().count(call), call.image.box);
};
const failure = (change: Change): Promise<DenseqlError> =>
  count(change).then(
    () => expect.fail('it answered'),
    (error: unknown) => error as DenseqlError,
  );

const apples = scene('a..a.', '.ppp.', 'appp.', '.ppp.');

describe('a head', () => {
  it('follows the label, also where another dominates, and finds nothing of an absent one', async () => {
    expect((await count(apples)).total).toBeCloseTo(3, 6);
    expect((await count({ ...apples, of: 'pear' })).total).toBeCloseTo(9, 6);
    const car = await count({ ...apples, of: 'car' });
    expect(car).toMatchObject({ total: 0, points: [], uncertainty: null, saturated: false });
    expect(car.density!.data.every((value) => value === 0)).toBe(true);
    expect(car.score).toBeLessThan(0.01);
    expect((await count({ ...scene('...', '...'), of: 'apple' })).total).toBe(0);
  });

  it('that says itself whether the label is there is asked for that in place of the calibration, in every pass', async () => {
    const head = { ...entry, scores: true };
    // Its blocks count apples whatever the score says; presence is logit 2 with an apple in the corner, -2 without.
    const runHead: Compute['head'] = async (call) => {
      const corner = (call.feeds['dense'] as Tensor).data[0] === 1;
      return { ...(await counting(1, 2)(call)), scores: { data: Float32Array.of(corner ? 2 : -2), dims: [1] } };
    };
    const sure = 1 / (1 + Math.exp(-2));
    const there = await count({ ...apples, head, runHead });
    expect([there.total, there.score].map((value) => value!.toFixed(6))).toEqual(['3.000000', sure.toFixed(6)]);
    const elsewhere = { ...scene('.a', 'aa'), head, runHead };
    const not = await count(elsewhere);
    expect(not).toMatchObject({ total: 0, points: [], saturated: false });
    expect(not.score).toBeCloseTo(1 - sure, 6);
    expect((await count({ ...elsewhere, options: { minPresence: 0.1 } })).total).toBeCloseTo(3, 6);
  });

  it('tells where, on the blocks', async () => {
    const { points, density, form } = await count(apples);
    expect(points).toEqual([
      { x: 4, y: 4 },
      { x: 28, y: 4 },
      { x: 4, y: 20 },
    ]);
    expect(density).toMatchObject({ rows: 4, columns: 5, channels: 1, frame: { x: 0, y: 0, width: 40, height: 32 } });
    expect(form).toBe('CLIP-EBC head, blocks of 1 patch');
  });

  it('sums over parts to the whole, wherever they are cut', async () => {
    for (const cut of [8, 16, 19.5, 27]) {
      const part = (x: number, width: number) =>
        count({ ...apples, of: 'pear', options: { minPresence: 0 }, box: { x, y: 0, width, height: 32 } });
      const [left, right] = [await part(0, cut), await part(cut, 40 - cut)];
      expect(left.total + right.total).toBeCloseTo(9, 6);
      expect(left.uncertainty! ** 2 + right.uncertainty! ** 2).toBeCloseTo((await count({ ...apples, of: 'pear' })).uncertainty! ** 2, 9);
    }
  });

  it('counts by blocks of the size asked for, and a ragged edge once', async () => {
    const blocks = [
      { size: 1, name: 'small' },
      { size: 2, name: 'large' },
    ];
    const head = {
      ...entry,
      blocks,
      bins: [
        [0, 0],
        [1, 1],
        [2, 2],
        [3, 3],
        [4, null],
      ],
      anchors: [0, 1, 2, 3, 4],
    };
    const of = 'pear';
    const large = await count({ ...apples, of, head, runHead: counting(2, 5), options: { blockSize: 2 } });
    expect(large.density).toMatchObject({ rows: 2, columns: 3, frame: { width: 48, height: 32 } });
    expect([large.total, large.form]).toEqual([expect.closeTo(9, 6), 'CLIP-EBC head, large']);
    const error = await failure({ ...apples, head, options: { blockSize: 3 } });
    expect([error.code, error.message]).toEqual(['BAD_INPUT', expect.stringMatching(/by\.clipEbc\.blockSize.*1, 2/)]);
  });

  it('says how unsure it is: the root of the blocks’ variances', async () => {
    // Every block half empty, half one thing: variance 1/4 each.
    const runHead: Compute['head'] = async () => ({ logits: { data: new Float32Array(12), dims: [1, 2, 3, 2] } });
    const { total, uncertainty } = await count({ ...scene('aaa', 'aaa'), runHead });
    expect([total, uncertainty]).toEqual([expect.closeTo(3, 6), expect.closeTo(Math.sqrt(6 / 4), 6)]);
  });

  it('is saturated beyond what it knows', async () => {
    const full = scene('aaaa', 'aaaa');
    expect((await count({ ...full, head: { ...entry, maxCount: 8.5 } })).saturated).toBe(false);
    expect((await count({ ...full, head: { ...entry, maxCount: 7.5 } })).saturated).toBe(true);
    expect(
      (
        await count({
          ...full,
          head: {
            ...entry,
            bins: [
              [0, 0],
              [1, null],
            ],
          },
        })
      ).saturated,
    ).toBe(true);
  });

  it('of two kinds multiplies them', async () => {
    const head = {
      ...entry,
      zip: true,
      bins: [
        [1, 1],
        [2, 2],
      ],
      anchors: [1, 2],
    };
    let fed: string[] = [];
    const runHead: Compute['head'] = async ({ feeds, outputs }) => {
      fed = [Object.keys(feeds).sort().join(), outputs.join(), feeds['states']!.dims.join(), feeds['bins']!.dims.join()];
      return {
        logits: { data: Float32Array.of(0, 0, 0, 0), dims: [1, 1, 2, 2] },
        zero: { data: Float32Array.of(0, 0, 0, Math.log(3)), dims: [1, 1, 2, 2] },
      };
    };
    const { total, form } = await count({ ...scene('aa'), head, runHead });
    expect(total).toBeCloseTo(1.5 * (0.5 + 0.75), 6);
    expect(form).toMatch(/^ZIP head/);
    expect(fed).toEqual(['bins,dense,grid,label,states', 'logits,zero', '2,4', '2,4']);
  });

  it.each<[string, Awaited<ReturnType<Compute['head']>>]>([
    ['NaN or infinity in "logits"', { logits: { data: Float32Array.of(0, NaN), dims: [1, 1, 1, 2] } }],
    ['"logits" of shape \\[1,1,2,2\\]', { logits: { data: new Float32Array(4), dims: [1, 1, 2, 2] } }],
    ['no output "logits"', {}],
  ])('that gives %s is PLUGIN_FAILED, named', async (problem, answer) => {
    const error = await failure({ ...scene('a'), runHead: async () => answer });
    expect(DenseqlError.is(error) && error.code).toBe('PLUGIN_FAILED');
    expect(error.message).toMatch(new RegExp(`heads/count.onnx of the pack stub gave ${problem}`));
  });

  it('is refused where it is not there, or not readable', async () => {
    const missing = await failure({ ...apples, head: undefined, options: { form: 'HEAD' } });
    expect([missing.code, missing.message]).toEqual(['PLUGIN_UNAVAILABLE', expect.stringContaining('TRAINING_FREE')]);
    const broken = await failure({ ...apples, head: { ...entry, anchors: [0] } });
    expect([broken.code, broken.message]).toEqual(['PACK_INVALID', expect.stringContaining('anchors')]);
  });
});

/** Looks again at parts of a scene at twice the detail: every patch becomes four. */
const closer =
  (rows: readonly string[], asked: Box[]): CountCall<Options>['visual']['encode'] =>
  async (boxes) => {
    asked.push(...boxes);
    return boxes.map((box): Features => {
      const cell = SIDE / 2;
      const size = { rows: Math.round(box.height / cell), columns: Math.round(box.width / cell) };
      const vectors = Array.from({ length: size.rows * size.columns }, (_, i) => {
        const [x, y] = [box.x + ((i % size.columns) + 0.5) * cell, box.y + (Math.floor(i / size.columns) + 0.5) * cell];
        return LETTERS[rows[Math.floor(y / SIDE)]![Math.floor(x / SIDE)]!]!;
      });
      const base = countCall(scene('.')).features;
      return { ...base, ...size, frame: box, output: () => ({ data: Float32Array.from(vectors.flat()), dims: [vectors.length, 4] }) };
    });
  };

describe('tiles', () => {
  it('count what lies in several of them once', async () => {
    const rows = ['a......', '..aa...', '..aa...', '......a'];
    const asked: Box[] = [];
    const result = await count({ ...scene(...rows), encode: closer(rows, asked), options: { tiles: 2 } });
    expect(asked.length).toBe(2);
    // Each of 6 patches is four blocks of the closer look, each of which counts one thing.
    expect(result.total).toBeCloseTo(24, 6);
    expect(result.density!.frame).toEqual({ x: 0, y: 0, width: 56, height: 32 });
    const free = await count({ ...scene(...rows), encode: closer(rows, asked), options: { tiles: 2, form: 'TRAINING_FREE' } });
    expect(free.total).toBe(3);
  });

  it('of a single pixel are the visual itself', async () => {
    const call = { ...scene('a'), box: { x: 3, y: 2, width: 1, height: 1 }, options: { tiles: 8 } };
    expect((await count(call)).total).toBeCloseTo(1 / 64, 6);
  });
});

describe('crops encoded again', () => {
  // Thirds are 4 x 4 patches. The fullest are the last (5 apples), then the first and the fourth (3 each).
  const rows = [
    'aa..........',
    'a...........',
    '............',
    '.....a......',
    'a...........',
    '.a..........',
    '..a.........',
    '............',
    '............',
    '.........a.a',
    '..........a.',
    '.........a.a',
  ];
  const again = async (rescore: number, change: Change = {}) => {
    const asked: Box[] = [];
    const result = await count({ ...scene(...rows), encode: closer(rows, asked), options: { rescore }, ...change });
    return { asked, result };
  };

  it('replace the counts of the fullest parts, and no others', async () => {
    // A patch of the closer look is four blocks, each of which counts one thing.
    for (const [rescore, total] of [
      [0, 12],
      [1, 7 + 4 * 5],
      [2, 4 + 4 * 8],
      [3, 1 + 4 * 11],
      [9, 4 * 12],
    ] as const) {
      const { asked, result } = await again(rescore);
      expect(result.total).toBeCloseTo(total, 6);
      expect(result.points).toHaveLength(total);
      expect(asked).toHaveLength(Math.min(rescore, 4)); // the other parts are empty
    }
  });

  it('are seen with an eighth around them, inside the visual', async () => {
    const { asked, result } = await again(2);
    expect(asked).toEqual([
      { x: 60, y: 60, width: 36, height: 36 },
      { x: 0, y: 0, width: 36, height: 36 },
    ]);
    expect(result.density).toMatchObject({ rows: 24, columns: 24, frame: { x: 0, y: 0, width: 96, height: 96 } });
    const at = (row: number, column: number) => result.density!.data[row * 24 + column];
    expect([at(0, 0), at(3, 3), at(22, 22), at(8, 0), at(6, 10)].map((value) => Math.round(value! * 1e6) / 1e6)).toEqual([
      1, 0, 1, 0.25, 0.25,
    ]);
  });

  it('of a region are parts of the region', async () => {
    const { asked, result } = await again(1, { box: { x: 0, y: 0, width: 48, height: 48 } });
    expect(asked).toEqual([{ x: 0, y: 0, width: 18, height: 18 }]);
    // The first look has 6 blocks of one thing here, 3 of them in the third.
    expect(result.total).toBeCloseTo(6 - 3 + 4 * 3, 6);
  });

  it('count for the score, and leave an even shade alone', async () => {
    const { asked, result } = await again(4, { ...scene('......', '......', '......'), options: { rescore: 4, minPresence: 0 } });
    expect([asked, result.total]).toEqual([[], 0]);
    const low = { calibration: { presence: { midpoint: 0.99, slope: 200 } } };
    const blurred = scene(...rows);
    const dense = blurred.outputs['dense']!.map((value) => value);
    rows
      .join('')
      .split('')
      .forEach((letter, i) => letter === 'a' && dense.splice(i * 4, 4, 0.8, 0, 0, 0.6));
    const first = await again(0, { ...blurred, outputs: { dense }, ...low });
    const both = await again(1, { ...blurred, outputs: { dense }, ...low });
    expect(first.result).toMatchObject({ total: 0, score: expect.closeTo(0, 6) });
    expect(both.result.score).toBeGreaterThan(0.5);
    expect(both.result.total).toBeCloseTo(7 + 4 * 5, 6);
  });

  it('serve the training-free form, too', async () => {
    const spread = ['a....a......', ...Array.from({ length: 10 }, () => '............'), '...........a'];
    const asked: Box[] = [];
    const free = (rescore: number) => count({ ...scene(...spread), head: undefined, encode: closer(spread, asked), options: { rescore } });
    expect((await free(0)).total).toBe(3);
    const both = await free(2);
    expect(asked).toHaveLength(2);
    expect(both.total).toBeCloseTo(3, 6);
    expect(both.points).toHaveLength(3);
    expect(both.uncertainty).toBeNull();
  });
});

describe('the training-free form', () => {
  const free = (change: Change) => count({ ...change, head: undefined });

  it('counts connected places of the label', async () => {
    const result = await free(scene('a...a', '.....', '..p..', 'a...a'));
    expect(result).toMatchObject({ form: 'training-free (stand-in)', total: 4, uncertainty: null, saturated: false });
    expect(result.points!.map(({ x, y }) => [Math.floor(x / SIDE), Math.floor(y / SIDE)])).toEqual([
      [0, 0],
      [4, 0],
      [0, 3],
      [4, 3],
    ]);
    expect(result.density!.data.reduce((a, b) => a + b)).toBeCloseTo(4, 5);
  });

  it('takes a place as large as several single ones for several', async () => {
    const rows = ['a...a..a', '........', 'a.......', '....aaa.', 'a.......'];
    const { total, points } = await free(scene(...rows));
    expect(total).toBeGreaterThanOrEqual(7);
    expect(points).toHaveLength(total);
  });

  it('follows the label, and the background texts where the pack has some', async () => {
    const rows = ['p.p', '...', 'a.p'];
    expect((await free(scene(...rows))).total).toBe(1);
    expect((await free({ ...scene(...rows), of: 'pear' })).total).toBe(3);
    expect((await free({ ...scene(...rows), of: 'car' })).total).toBe(0);
    expect((await free({ ...scene(...rows), calibration: { background: ['plate', 'apple'] } })).total).toBe(1);
  });

  it('gives nothing on an empty plate, and says so of a full one', async () => {
    expect(await free(scene('...', '...'))).toMatchObject({ total: 0, saturated: false, points: [] });
    expect(await free({ ...scene('...', '...'), options: { minPresence: 0 } })).toMatchObject({ total: 0 });
    expect(await free(scene('aaa', 'aaa'))).toMatchObject({ total: 1, saturated: true });
  });

  it('sums over parts to the whole', async () => {
    const rows = scene('a...a', '..aa.', 'a...a');
    const whole = (await free(rows)).total;
    const part = (x: number, width: number) => free({ ...rows, options: { minPresence: 0 }, box: { x, y: 0, width, height: 24 } });
    expect((await part(0, 21)).total + (await part(21, 19)).total).toBeCloseTo(whole, 6);
  });

  it('leaves the head alone where it is asked for by name', async () => {
    const runHead: Compute['head'] = () => Promise.reject(new Error('not asked for'));
    expect((await count({ ...apples, runHead, options: { form: 'TRAINING_FREE' } })).form).toBe('training-free (stand-in)');
  });
});
