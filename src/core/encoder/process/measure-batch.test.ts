import { describe, expect, it } from 'vitest';
import type { Golden } from '../../packs/golden.js';
import type { Work, WorkResult } from '../contract/work.js';
import { measureBatch } from './measure-batch.js';

const golden: Golden = {
  ...{ pixels: new Uint8Array(3), width: 1, height: 1, cosine: 0.999, texts: [] },
  expected: { dense: { dims: [1, 2], sample: [{ row: 0, values: [3, 4] }] } },
};

interface Device {
  /** Milliseconds of a pass over so many. */
  readonly takes: (count: number) => number;
  /** From how many on the last picture of a pass is wrong. */
  readonly wrongFrom?: number;
  /** More are refused. */
  readonly most?: number;
}

/** A device in numbers alone, and how large the passes were that it was given. */
function device({ takes, wrongFrom = Infinity, most = Infinity }: Device) {
  const counts: number[] = [];
  const run = (work: Work): Promise<WorkResult> => {
    const { count = 1 } = work as { readonly count?: number };
    counts.push(count);
    if (count > most) return Promise.reject(new Error('out of memory'));
    const data = Float32Array.from({ length: 2 * count }, (_, index) => (index % 2 === 0 ? 3 : 4));
    if (count >= wrongFrom) data.set([4, -3], 2 * (count - 1));
    return Promise.resolve({ outputs: { dense: { data, dims: [count, 2] } }, nonFinite: [], milliseconds: takes(count) });
  };
  return { run, counts };
}

const fixedTime = { now: () => 0, after: () => () => undefined };

describe('measureBatch', () => {
  it('goes on for as long as each picture becomes a tenth cheaper', async () => {
    // 32, 22, 17, 14.5 and 13.25 each: the last are less than a tenth apart.
    expect(await measureBatch(device({ takes: (count) => 20 + 12 * count }), golden, fixedTime)).toBe(8);
    expect(await measureBatch(device({ takes: () => 20 }), golden, fixedTime)).toBe(16);
  });

  it('is one where two are no gain, and asks for no more', async () => {
    const slow = device({ takes: (count) => 10 * count });
    expect(await measureBatch(slow, golden, fixedTime)).toBe(1);
    expect(slow.counts).toEqual([1, 1, 2, 2]);
  });

  it('stays below what gives a wrong picture, even if only the last of them', async () => {
    expect(await measureBatch(device({ takes: () => 20, wrongFrom: 4 }), golden, fixedTime)).toBe(2);
  });

  it('stays below what the device refuses', async () => {
    expect(await measureBatch(device({ takes: () => 20, most: 4 }), golden, fixedTime)).toBe(4);
  });

  it('begins no larger pass when its time is over', async () => {
    let now = 0;
    const { run, counts } = device({ takes: () => 20 });
    const slowly = { run: (work: Work) => ((now += 700), run(work)) };
    // Two passes of each size: 1,400 ms after the first, 2,800 after the second, 4,200 after the third.
    expect(await measureBatch(slowly, golden, { ...fixedTime, now: () => now })).toBe(4);
    expect(Math.max(...counts)).toBe(4);
  });
});
