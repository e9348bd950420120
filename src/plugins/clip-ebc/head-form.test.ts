import { describe, expect, it } from 'vitest';
import { DenseqlError, type Compute } from '../../core/index.js';
import { apples, count, counting, entry, failure, scene } from '../../../test/fixtures/plugins/clip-ebc-scene.js';

describe('a head', () => {
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
});
