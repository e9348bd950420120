import { describe, expect, it } from 'vitest';
import { checkSegmentResult, DenseqlError } from '../../core/index.js';
import { denoise } from './denoise.js';
import type { MaskclipHead } from './dinoiser.js';
import { MaskClip } from './maskclip.js';
import { shareAnew } from './share-anew.js';
import { maskclipOptions } from '../../../test/fixtures/plugins/options.js';
import { stubCall, type StubCall } from '../../../test/fixtures/plugins/stub-call.js';
import type { MaskclipOptions } from './options.generated.js';

type Stub = StubCall<MaskclipOptions>;

// Two patches in a row: the left one is a cat, the right one is a dog but for a little.
const texts = { cat: [1, 0, 0], dog: [0, 1, 0], car: [0, 0, 1], sky: [0, 0, -1], wall: [0.6, 0.8, 0] };
const base: Stub = { rows: 1, columns: 2, outputs: { dense: [2, 0, 0, 0, 1, 0.1] }, texts, labels: ['cat', 'dog'] };
const segment = async (change: Partial<Stub> = {}) => {
  const call = stubCall<MaskclipOptions, MaskclipHead>({ ...base, ...change }, maskclipOptions);
  return checkSegmentResult(await new MaskClip().segment(call), call.labels.length);
};
const values = (data: Float32Array) => Array.from(data, (value) => +value.toFixed(3));

describe('MaskClip', () => {
  it('gives each patch to its label, in the frame of the features', async () => {
    const { maps, scores, competes, form, refine, threshold } = await segment();
    expect(maps.frame).toEqual({ x: 10, y: 20, width: 28, height: 14 });
    expect(maps.data[0]).toBeGreaterThan(0.9);
    expect(maps.data[3]).toBeGreaterThan(0.9);
    expect(scores.every((score) => score > 0.99)).toBe(true);
    expect({ competes, form, refine, threshold }).toEqual({ competes: [true, true], form: 'stand-in', refine: 'GUIDED', threshold: 0.3 });
  });

  it('finds nothing where a label is absent, and takes nothing from the others for it', async () => {
    const alone = await segment({ labels: ['cat'] });
    const both = await segment({ labels: ['cat', 'car'] });
    expect(both.competes).toEqual([true, false]);
    expect(both.scores[1]).toBeLessThan(0.01);
    expect(both.scores[0]).toBe(alone.scores[0]);
    expect([...both.maps.data.slice(0, 2)]).toEqual([...alone.maps.data]);
  });

  it('finds nothing at all when every label is absent', async () => {
    expect((await segment({ labels: ['car', 'sky'] })).competes).toEqual([false, false]);
    expect((await segment({ labels: ['car'], options: { minPresence: 0 } })).competes).toEqual([true]);
  });

  it('lets background texts compete, the caller’s in place of the pack’s', async () => {
    const calibration = { background: ['wall'] };
    expect((await segment({ calibration })).maps.channels).toBe(3);
    expect((await segment({ calibration, background: ['wall', 'sky'] })).maps.channels).toBe(4);
    expect((await segment({ calibration, background: [] })).maps.channels).toBe(2);
    expect((await segment({ calibration, options: { backgroundPolicy: 'THRESHOLD' } })).maps.channels).toBe(2);
    expect((await segment({ background: ['wall'], options: { backgroundPolicy: 'NONE' } })).maps.channels).toBe(3);
    const wall = await segment({ labels: ['cat'], background: ['wall'] });
    expect(values(wall.maps.data)).toEqual([0.982, 0, 0.018, 1]); // sigmoid(10 (1 - .6)) on the cat's patch
  });

  it('drops background texts that are labels', async () => {
    expect((await segment({ background: ['dog', 'wall', 'wall'] })).maps.channels).toBe(3);
  });

  it('makes sense of one label under every policy', async () => {
    const one = (options: Stub['options']) => segment({ labels: ['cat'], options });
    // Beside the midpoint .5: sigmoid(10 (1 - .5)) and sigmoid(10 (0 - .5)).
    expect(values((await one({})).maps.data)).toEqual([0.993, 0.007]);
    expect(values((await one({ backgroundPolicy: 'THRESHOLD' })).maps.data)).toEqual([0.993, 0.007]);
    const none = await one({ backgroundPolicy: 'NONE' });
    expect([values(none.maps.data), none.threshold]).toEqual([[1, 1], 0]);
  });

  it('takes the floor that the pack has for masks, and gives a label nothing of a patch that fits it far worse than its best', async () => {
    const masks = async (floor: number, least: number) => {
      const { maps, scores } = await segment({ labels: ['wall'], calibration: { masks: { floor, least } } });
      return [values(maps.data), scores[0]];
    };
    const score = (await segment({ labels: ['wall'] })).scores[0];
    // Cosines of .6 and .796, that is sigmoid(10 (.6 - .3)) and sigmoid(10 (.796 - .3)); the higher one is the label's statistic.
    expect(await masks(0.3, 0)).toEqual([[0.953, 0.993], score]);
    expect(await masks(0.3, 0.75)).toEqual([[0.953, 0.993], score]);
    expect(await masks(0.3, 0.76)).toEqual([[0, 0.993], score]);
    // Where the floor is above the statistic, it is what patches are held against.
    expect((await masks(0.85, 0.9))[0]).toEqual([0, 0.368]);
    expect((await masks(0.9, 0.9))[0]).toEqual([0, 0]);
  });

  it('compares labels by their cosine less a share of their own best, and leaves to the ground what is the ground’s', async () => {
    // The cat is plain on the left, the wall on neither; on the right the dog is.
    const asked = { labels: ['cat', 'wall'], outputs: { dense: [1, 0, 0, 0.8, 0.6, 0] } };
    const masks = async (own?: number) => {
      const { maps, scores, competes } = await segment({
        ...asked,
        options: { minPresence: 0 },
        calibration: { masks: { floor: 0.3, least: 0, own } },
      });
      return { data: [...maps.data], scores, competes };
    };
    const [plain, half] = [await masks(), await masks(0.5)];
    expect({ ...half, data: [] }).toEqual({ ...plain, data: [] });
    // By definition: cosines of cat and wall on both patches, their statistics 1 and .96, a floor of .3, logits times 10.
    const cosines = [1, 0.8, 0.6, 0.96];
    [0, 1].forEach((cell) => {
      const [cat, wall, floor] = [cosines[cell]!, cosines[2 + cell]!, 0.3].map((cosine) => Math.exp(10 * cosine));
      const labels = (cat! + wall!) / (cat! + wall! + floor!);
      const [ofCat, ofWall] = [cosines[cell]! - 0.5 * 1, cosines[2 + cell]! - 0.5 * 0.96].map((cosine) => Math.exp(10 * cosine));
      expect(half.data[cell]).toBeCloseTo((labels * ofCat!) / (ofCat! + ofWall!), 5);
      expect(half.data[2 + cell]).toBeCloseTo((labels * ofWall!) / (ofCat! + ofWall!), 5);
    });
    expect((await masks(0)).data).toEqual(plain.data);
  });

  it('takes nothing off for a label that does not compete, nor where nothing has a share', () => {
    const shares = Float32Array.of(0.5, 0, 0.25, 0, 0.125, 0);
    shareAnew(shares, [true, false, true], [0.2, 0.9, 0.4], 10, 0.5);
    expect(shares[2]).toBe(0.25);
    expect(shares[0]! + shares[4]!).toBeCloseTo(0.625, 6);
    expect(shares[0]! / shares[4]!).toBeCloseTo(4 * Math.exp(10 * 0.5 * 0.2), 4);
    expect([shares[1], shares[3], shares[5]]).toEqual([0, 0, 0]);
    shareAnew(shares, [false, false, false], [0.2, 0.9, 0.4], 10, 0.5);
    expect(shares.every(Number.isFinite)).toBe(true);
  });

  it('denoises prompts: a label that never reaches the threshold does not compete', async () => {
    const noisy = await segment({ labels: ['cat', 'dog', 'wall'], options: { minPresence: 0, logitScale: 2, promptDenoising: 0.43 } });
    expect(noisy.competes).toEqual([true, true, false]);
    expect((await segment({ options: { promptDenoising: 1 } })).competes).toEqual([false, false]);
    expect(denoise(Float32Array.of(0.1, 0.6, 0.4, 0.4), 2, 2, 0.5)).toEqual([true, false]);
  });

  it('works on one patch and on vectors that fit nothing', async () => {
    const { maps, competes } = await segment({ columns: 1, outputs: { dense: [0, 0, 0] } });
    expect([maps.data.length, competes]).toEqual([2, [false, false]]);
  });

  it('takes the raw map without smoothing, and keeps scores on `dense`', async () => {
    const outputs = { dense: [2, 0, 0, 0, 1, 0], denseRaw: [0, 1, 0, 1, 0, 0] };
    const raw = await segment({ outputs, options: { smoothing: 'NONE' } });
    const pack = await segment({ outputs });
    expect(raw.maps.data[0]).toBeLessThan(0.1);
    expect(pack.maps.data[0]).toBeGreaterThan(0.9);
    expect(raw.scores).toEqual(pack.scores);
    expect((await segment({ options: { smoothing: 'NONE' } })).maps.data).toEqual((await segment()).maps.data);
  });

  it('smooths only what is unsure, where asked so', async () => {
    const outputs = { dense: [1, 0, 0, 0.6, 0.8, 0], structure: [1, 0, 1, 0] };
    const smoothed = await segment({ outputs, options: { smoothing: 'AFFINITY', minPresence: 0 } });
    expect(smoothed.maps.data[0]).toBeCloseTo(smoothed.maps.data[1]!, 6);
    const kept = await segment({ outputs, options: { smoothing: 'AFFINITY', minPresence: 0, affinityBelow: 0.98 } });
    expect(kept.maps.data[0]).toBeGreaterThan(0.98);
    expect(kept.maps.data[1]).toBeCloseTo(smoothed.maps.data[1]!, 6);
  });

  it('lets labels walk over patches that look alike, where asked so; a pack without appearance cannot', async () => {
    // Three patches: a cat's, one that says little, a dog's; the middle one looks like the first.
    const outputs = { dense: [1, 0, 0, 0.4, 0.4, 0.8, 0, 1, 0], structure: [1, 0, 1, 0, 0, 1] };
    const of = (options: Stub['options']) => segment({ columns: 3, outputs, options: { minPresence: 0, ...options } });
    const [still, walked] = [await of({}), await of({ randomWalk: true })];
    expect(still.maps.data[1]).toBeLessThan(0.5);
    expect(walked.maps.data[1]).toBeGreaterThan(0.7);
    expect(walked.maps.data[4]).toBeLessThan(still.maps.data[4]!);
    expect(walked.scores).toEqual(still.scores);
    await expect(segment({ options: { randomWalk: true } })).rejects.toThrow('no output structure');
  });

  it.each([
    ['logitScale', 0],
    ['threshold', 1.1],
    ['minPresence', -0.1],
    ['promptDenoising', 2],
    ['affinityTemperature', 0],
    ['affinityThreshold', NaN],
  ])('refuses %s = %d, naming the option', async (name, value) => {
    const error = await segment({ options: { [name]: value } }).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(DenseqlError.is(error) && error.code).toBe('BAD_INPUT');
    expect((error as Error).message).toContain(`by.maskclip.${name}`);
  });

  it('leaves the event loop free with many labels', async () => {
    const labels = Array.from({ length: 128 }, (_, index) => `label ${index}`);
    const vector = Array.from({ length: 384 }, () => 1 / Math.sqrt(384));
    const outputs = { dense: new Array<number>(1728 * 384).fill(0.5) };
    const texts = Object.fromEntries(labels.map((label) => [label, vector]));
    const call = stubCall<MaskclipOptions, MaskclipHead>({ rows: 36, columns: 48, outputs, texts, labels }, maskclipOptions);
    let turns = 0;
    let running = true;
    const turn = (): void => void (running && ((turns += 1), setImmediate(turn)));
    setImmediate(turn);
    const result = await new MaskClip().segment(call);
    running = false;
    expect(result.maps.channels).toBe(128);
    expect(turns).toBeGreaterThan(3);
  });
});
