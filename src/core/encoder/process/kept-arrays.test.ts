import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operation, plain, tinyEncoder } from '../../../../test/fixtures/packs/tiny-encoder.js';
import { makeLasting } from '../../math/lasting.js';
import type { Tensor } from '../../math/tensor.js';
import { KERNELS } from '../contract/encoder.js';
import type { AssembledEncoder } from '../queue/assemble-encoder.js';
import { KeptArrays } from './kept-arrays.js';

const matrix = (...data: number[]): Tensor => ({ data: Float32Array.from(data), dims: [data.length / 2, 2] });

describe('arrays that last', () => {
  let encoder: AssembledEncoder;
  beforeAll(async () => {
    encoder = await tinyEncoder();
    await encoder.ready();
  });
  afterAll(() => encoder.close());

  const nearest = async (memory: Tensor, query = matrix(1, 0)) => {
    const { row } = await encoder.runGraph({ graph: KERNELS.nearest, feeds: { query, memory }, outputs: ['row'] }, operation());
    return row!.data[0];
  };

  it('are sent once, others each time', async () => {
    const [lasting, other] = [matrix(0, 1, 1, 0), matrix(0, 1, 1, 0)];
    makeLasting({ rows: lasting });
    expect([await nearest(lasting), await nearest(other)]).toEqual([1, 1]);
    // Nobody may write to it: what was sent before shows by that nobody hears of it.
    for (const { data } of [lasting, other]) data.set([1, 0, 0, 1]);
    expect([await nearest(lasting), await nearest(other)]).toEqual([1, 0]);
  });

  it('are those that a pass gave, which are never sent back', async () => {
    const { features } = await encoder.encodeImage(plain([200, 30, 30]), operation());
    const given = features.outputs['dense']!;
    const [, dims = 0] = given.dims;
    const last: Tensor = { data: given.data.slice(-dims), dims: [1, dims] };
    // Nobody writes to features: of zeros, had they been sent, none would be alike.
    given.data.fill(0);
    const { best } = await encoder.runGraph(
      { graph: KERNELS.nearest, feeds: { query: last, memory: given }, outputs: ['best'] },
      operation(),
    );
    const length = last.data.reduce((sum, value) => sum + value ** 2, 0);
    expect(length).toBeGreaterThan(0);
    expect(best!.data[0]! / length).toBeCloseTo(1, 4);
  });

  it('are sent again to a process that came after', async () => {
    const lasting = matrix(0, 1, 1, 0);
    makeLasting([lasting]);
    expect(await nearest(lasting)).toBe(1);
    process.kill(encoder.pid()!, 'SIGKILL');
    lasting.data.set([1, 0, 0, 1]);
    expect(await nearest(lasting)).toBe(0);
  });
});

it('both sides of a process keep the same account', () => {
  const [here, there] = [new KeptArrays(), new KeptArrays<Uint8Array>()];
  const MB = 1024 * 1024;
  for (const [name, bytes] of Object.entries({ a: 30 * MB, b: 30 * MB, c: 30 * MB, huge: 65 * MB, none: 0 }))
    expect(here.add(name, bytes, {})).toBe(there.add(name, bytes, new Uint8Array(1)));
  const names = ['a', 'b', 'c', 'huge', 'none'];
  expect(names.filter((name) => here.get(name))).toEqual(['b', 'c', 'none']);
  expect(names.filter((name) => there.get(name))).toEqual(names.filter((name) => here.get(name)));
});
