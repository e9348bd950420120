import { describe, expect, it } from 'vitest';
import type { Compute, Tensor } from '../../core/index.js';
import { apples, closer, count, entry, failure, scene, SIDE, type Change } from '../../../test/fixtures/plugins/clip-ebc-scene.js';
import type { BoxInput } from './options.generated.js';

/** Of whole patches of the scene. */
const patches = (column: number, row: number, width = 1, height = 1): BoxInput => ({
  ...{ x: column * SIDE, y: row * SIDE, width: width * SIDE, height: height * SIDE },
  unit: 'PIXEL',
});

const head = { ...entry, feeds: ['grid', 'label', 'example', 'sides'], examples: ['dense'] };

type Fed = Readonly<Record<'dense' | 'example' | 'sides' | 'label', Tensor>>;

/** A head that finds a thing in each patch that looks like the example, as sure as 50; what it is fed is kept. */
const alike =
  (seen: Fed[] = []): Compute['head'] =>
  async ({ feeds }) => {
    const { dense, example } = feeds as Fed;
    seen.push(feeds as Fed);
    const grid = (feeds['grid'] as Tensor).data;
    const data = new Float32Array(2 * grid[0]! * grid[1]!);
    for (let i = 0; i < data.length / 2; i += 1) {
      const likeness = example.data.reduce((sum, value, d) => sum + value * dense.data[4 * i + d]!, 0);
      data[2 * i + (likeness > 0.5 ? 1 : 0)] = 50;
    }
    return { logits: { data, dims: [1, grid[0]!, grid[1]!, 2] } };
  };

const by = (examples: readonly BoxInput[], more: Change = {}): Change => ({
  ...apples,
  head,
  runHead: alike(),
  ...more,
  options: { ...more.options, examples },
});

describe('examples', () => {
  it('count what looks like them, whatever the word says', async () => {
    const shown = await count(by([patches(1, 1)], { of: 'widget' }));
    expect(shown.total).toBeCloseTo(9, 6);
    expect(shown).toMatchObject({ score: null, form: 'CLIP-EBC head, blocks of 1 patch, by examples' });
    expect((await count(by([patches(0, 0), patches(3, 0)], { of: 'pear' }))).total).toBeCloseTo(3, 6);
  });

  it('are fed as the mean of what lies inside the boxes, and their sides in patches; the label as zeros', async () => {
    const seen: Fed[] = [];
    // An apple, and two patches of which one is a pear: half of .5 pear and .5 plate beside half of an apple.
    await count(by([patches(0, 0), patches(0, 1, 2, 1)], { runHead: alike(seen) }));
    const [{ example, sides, label }] = seen as [Fed];
    expect([...example.data].map((value) => Math.round(1000 * value) / 1000)).toEqual([0.5, 0.25, 0, 0.25]);
    expect([...sides.data]).toEqual([expect.closeTo(1, 5), expect.closeTo(Math.SQRT2, 5)]);
    expect([...label.data]).toEqual([0, 0, 0, 0]);
  });

  it('weigh a patch by what a box has of it: as points thrown into its inner part fall', async () => {
    const seen: Fed[] = [];
    const box: BoxInput = { x: 3, y: 5, width: 21, height: 14, unit: 'PIXEL' };
    await count(by([box], { runHead: alike(seen) }));
    const letters = ['a..a.', '.ppp.', 'appp.', '.ppp.'];
    const tally = new Map<string, number>();
    const steps = 700;
    for (let i = 0; i < steps; i += 1)
      for (let j = 0; j < steps; j += 1) {
        const [x, y] = [box.x + box.width * (0.15 + (0.7 * (i + 0.5)) / steps), box.y + box.height * (0.15 + (0.7 * (j + 0.5)) / steps)];
        const letter = letters[Math.floor(y / SIDE)]![Math.floor(x / SIDE)]!;
        tally.set(letter, (tally.get(letter) ?? 0) + 1 / steps ** 2);
      }
    const [apple, pear, , plate] = seen[0]!.example.data;
    expect([apple, pear, plate]).toEqual(['a', 'p', '.'].map((letter) => expect.closeTo(tally.get(letter) ?? 0, 2)));
  });

  it('may be one pixel, or the whole picture, or shares of it', async () => {
    expect((await count(by([{ x: 12, y: 12, width: 1, height: 1, unit: 'PIXEL' }]))).total).toBeCloseTo(9, 6);
    expect((await count(by([patches(0, 0, 5, 4)]))).total).toBeGreaterThanOrEqual(0);
    expect((await count(by([{ x: 0, y: 0, width: 0.2, height: 0.25, unit: 'NORMALIZED' }]))).total).toBeCloseTo(3, 6);
  });

  it('lie anywhere in the pass of a region without zoom', async () => {
    const box = { x: 0, y: 0, width: SIDE, height: 4 * SIDE };
    expect((await count(by([patches(3, 0)], { box }))).total).toBeCloseTo(2, 6);
  });

  it('are looked for in tiles and crops, sides as large as these show them', async () => {
    const seen: Fed[] = [];
    const rows = ['a.....a', '.......', '.......', '...a...'];
    const change = by([patches(0, 0)], { ...scene(...rows), runHead: alike(seen), encode: closer(rows, []), options: { tiles: 2 } });
    // Twice as close: each apple is four patches of a tile, and this head takes each for a thing.
    expect((await count(change)).total).toBeCloseTo(12, 6);
    expect(seen.map(({ sides }) => sides.data[0])).toEqual(seen.map(() => expect.closeTo(2, 5)));
  });

  it.each<[string, Change, string, RegExp]>([
    ['outside', by([patches(0, 0), patches(7, 0)]), 'BAD_INPUT', /by\.clipEbc\.examples\[1\]: nothing of this box/],
    ['of no width', by([patches(0, 0, 0, 1)]), 'BAD_INPUT', /by\.clipEbc\.examples\[0\]: width and height must be above 0/],
    ['with the training-free form', by([patches(0, 0)], { options: { form: 'TRAINING_FREE' } }), 'BAD_INPUT', /by\.clipEbc\.examples/],
    ['with a gate', by([patches(0, 0)], { options: { minPresence: 0.5 } }), 'BAD_INPUT', /by\.clipEbc\.minPresence/],
    ['without a head', by([patches(0, 0)], { head: undefined }), 'PLUGIN_UNAVAILABLE', /heads\.clip-ebc\.examples/],
    ['with a head that takes none', by([patches(0, 0)], { head: entry }), 'PLUGIN_UNAVAILABLE', /heads\.clip-ebc\.examples/],
  ])('%s are refused, and it is said why', async (_, change, code, message) => {
    const error = await failure(change);
    expect([error.code, error.message]).toEqual([code, expect.stringMatching(message)]);
  });

  it('leave a head that takes them free to count by the word: zeros stand for them', async () => {
    const seen: Fed[] = [];
    await count({ ...apples, head, runHead: alike(seen) });
    expect([...seen[0]!.example.data, ...seen[0]!.sides.data]).toEqual([0, 0, 0, 0, 0, 0]);
    expect([...seen[0]!.label.data]).toEqual([1, 0, 0, 0]);
  });
});
