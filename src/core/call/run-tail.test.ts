import { describe, expect, it } from 'vitest';
import { cropFeatures } from '../visual/crop-features.js';
import { packId } from '../encoder/contract/pack-id.js';
import type { PackManifest } from '../packs/manifest.js';
import { createCompute } from './compute.js';
import { ownFeatures } from './own.js';
import type { Encoder, RunGraphRequest } from '../encoder/contract/encoder.js';
import type { Tensor } from '../math/tensor.js';
import type { Features } from '../visual/features.js';
import { operation } from '../../../test/fixtures/packs/tiny-encoder.js';

const outputs: PackManifest['outputs'] = {
  dense: { kind: 'patches', dims: 1, space: 'joint' },
  'layers.1': { kind: 'patches', dims: 2, space: 'layer' },
  'taps.last': { kind: 'tokens', dims: 2, space: 'layer' },
};
const tail = { graph: 'tail.onnx', tokens: 'taps.last', middle: 'layers.1', attentions: ['KK', 'KK_OMEGA'] as const };
const manifest = (image: object) => ({ name: 'p', revision: '1', outputs, image }) as unknown as PackManifest;

/** 3 rows of 4 patches; token n is [n, -n], the class token is 0. */
const features: Features = {
  key: `${packId(manifest({ tail }))}:k`,
  rows: 3,
  columns: 4,
  frame: { x: 0, y: 0, width: 80, height: 60 },
  within: null,
  outputs: new Set(Object.keys(outputs)),
  output(name): Tensor {
    const rows = name === 'taps.last' ? 13 : 12;
    const width = name === 'dense' ? 1 : 2;
    const data = Float32Array.from({ length: rows * width }, (_, i) => (i % width === 0 ? 1 : -1) * Math.floor(i / width));
    return { data, dims: [rows, width] };
  },
};

/** An encoder whose tail answers with each patch's number. */
function encoder(image: object = { tail }, answer: Tensor = { data: Float32Array.from({ length: 12 }, (_, i) => i), dims: [1, 12, 1] }) {
  const asked: RunGraphRequest[] = [];
  const runGraph: Encoder['runGraph'] = (request) => {
    asked.push(request);
    return Promise.resolve({ dense: answer });
  };
  return { asked, encoder: { manifest: manifest(image), runGraph } as unknown as Encoder };
}

/** As a method has it: features are the method's own copies of the host's. */
function computeOf(run: Encoder) {
  const compute = createCompute(run, operation(), { name: 'test' });
  return { tail: ({ features: of, ...call }: Parameters<typeof compute.tail>[0]) => compute.tail({ ...call, features: ownFeatures(of) }) };
}

const unavailable = (message: string) => ({ code: 'PLUGIN_UNAVAILABLE', message: expect.stringContaining(message) as string });

describe('the tail', () => {
  it('gets the tokens, the middle layer, the grid and the choice, and gives a vector a patch', async () => {
    const { encoder: run, asked } = encoder();
    const vectors = await computeOf(run).tail({ features, attention: 'KK', residual: true });
    expect(vectors).toEqual({ data: Float32Array.from({ length: 12 }, (_, i) => i), dims: [12, 1] });
    const [{ graph, feeds, outputs: wanted } = { graph: '', feeds: {}, outputs: [] }] = asked;
    expect([graph, wanted]).toEqual(['tail.onnx', ['dense']]);
    expect(Object.fromEntries(Object.entries(feeds).map(([name, { dims }]) => [name, dims]))).toEqual({
      tokens: [1, 13, 2],
      middle: [1, 12, 2],
      grid: [2],
      attention: [6],
      residual: [1],
    });
    expect([feeds['grid'], feeds['attention'], feeds['residual']].map((feed) => [...(feed?.data ?? [])])).toEqual([
      [3, 4],
      [0, 0, 1, 0, 0, 0],
      [1],
    ]);
  });

  it('of a region, also of a region in a region, is of the whole picture and cut out', async () => {
    const { encoder: run, asked } = encoder();
    const outer = cropFeatures(features, { x: 20, y: 0, width: 60, height: 60 }, outputs);
    const inner = cropFeatures(outer, { x: 40, y: 20, width: 20, height: 40 }, outputs);
    expect(inner.within).toEqual({ features, row: 1, column: 2 });
    expect(() => inner.output('taps.last')).toThrow(expect.objectContaining({ code: 'PLUGIN_UNAVAILABLE' }));
    const compute = computeOf(run);
    const call = { attention: 'KK', residual: false } as const;
    expect(await compute.tail({ ...call, features: inner })).toEqual({ data: Float32Array.of(6, 10), dims: [2, 1] });
    expect([...(await compute.tail({ ...call, features: outer })).data]).toEqual([1, 2, 3, 5, 6, 7, 9, 10, 11]);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.feeds['grid']?.data).toEqual(Float32Array.of(3, 4));
  });

  it('runs once for equal calls of one operation, and again for others', async () => {
    const { encoder: run, asked } = encoder();
    const compute = computeOf(run);
    const call = { features, attention: 'KK', residual: false } as const;
    await Promise.all([compute.tail(call), compute.tail(call), compute.tail({ ...call, residual: true })]);
    expect(asked).toHaveLength(2);
    await computeOf(run).tail(call);
    expect(asked).toHaveLength(3);
  });

  it('is unavailable on a pack without one, or without this attention, and says where to get one', async () => {
    const without = computeOf(encoder({}).encoder);
    const call = { features, residual: false } as const;
    await expect(without.tail({ ...call, attention: 'KK' })).rejects.toMatchObject(unavailable('The pack p has no tail'));
    await expect(without.tail({ ...call, attention: 'KK' })).rejects.toMatchObject(unavailable('denseql models pull'));
    const some = computeOf(encoder().encoder);
    await expect(some.tail({ ...call, attention: 'QQ' })).rejects.toMatchObject(unavailable('QQ, only with KK, KK_OMEGA'));
  });

  it('is never fed features of another pack or revision', async () => {
    const { encoder: run, asked } = encoder();
    const foreign = { ...features, key: `${packId({ ...manifest({ tail }), revision: '2' })}:k` };
    const answer = computeOf(run).tail({ features: foreign, attention: 'KK', residual: false });
    await expect(answer).rejects.toMatchObject({ code: 'PLUGIN_FAILED' });
    expect(asked).toHaveLength(0);
  });

  it('that answers in another shape is told, not passed on', async () => {
    const { encoder: run } = encoder({ tail }, { data: new Float32Array(11), dims: [1, 11, 1] });
    const answer = computeOf(run).tail({ features, attention: 'KK', residual: false });
    await expect(answer).rejects.toMatchObject({ code: 'ENCODER_UNAVAILABLE', message: expect.stringContaining('[1,12,dims]') as string });
  });
});
