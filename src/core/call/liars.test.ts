import { describe, expect, it } from 'vitest';
import { packId } from '../encoder/contract/pack-id.js';
import type { Encoder } from '../encoder/contract/encoder.js';
import { Operation } from '../operation.js';
import type { PackManifest } from '../packs/manifest.js';
import type { Visual } from '../visual/visual.js';
import { createCompute } from './compute.js';
import { Cost } from './cost.js';
import { createLook } from './look.js';
import { ownFeatures } from './own.js';
import { createTextAccess } from './text-access.js';

const operation = new Operation('test', new AbortController().signal, Infinity, { passes: 9, texts: 9, maskPixels: 1 });
const box = { x: 0, y: 0, width: 8, height: 8 };

/** Reads as one text and then as another. */
function liar(...words: readonly string[]): never {
  let times = 0;
  return { toString: () => words[Math.min(times++, words.length - 1)] } as never;
}

function looks() {
  const asked: unknown[] = [];
  const visual = {
    box,
    picture: box,
    sharedPart: async (...part: unknown[]) => (asked.push(part), new Uint8Array(12)),
    region: (...part: unknown[]) => asked.push(part),
  } as unknown as Visual;
  return {
    asked,
    look: createLook(visual, { limits: { maxPasses: 2, maxPixels: 1e6 }, owner: { name: 'test' }, cost: new Cost(), operation }),
  };
}

describe('what is shared by the name that it is asked by', () => {
  it('takes no object for a text', async () => {
    const encoder = {
      encodeTexts: () => Promise.reject(new Error('not to be asked')),
      manifest: { name: 'fake', revision: '1' } as PackManifest,
      words: () => Promise.resolve(null),
    };
    const text = createTextAccess(encoder, operation, { templates: ['{}'] });
    await expect(text.embed([liar('cat', 'dog')])).rejects.toMatchObject({ code: 'BAD_INPUT' });
    const split = { split: () => ({ join: () => liar('cat', 'dog') }) } as never;
    await expect(text.labels(['cat'], { templates: [split] })).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });

  it('takes no object for a detail', async () => {
    const { asked, look } = looks();
    await expect(look.encode([box], liar('LOW', 'HIGH'))).rejects.toMatchObject({ code: 'BAD_INPUT' });
    expect(asked).toEqual([]);
  });

  it('reads a part of the pixels once, as numbers', async () => {
    const { asked, look } = looks();
    let times = 0;
    const size = {
      height: 2,
      get width() {
        return ++times;
      },
    };
    expect((await look.pixels({ box, size })).dims).toEqual([1, 2, 1, 3]);
    expect(asked).toEqual([[box, { width: 1, height: 2 }]]);
    await expect(look.pixels({ box: { ...box, x: '0' as never }, size })).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });

  it('reads how a tail is run once', async () => {
    const fed: number[] = [];
    const encoder = {
      manifest: { name: 'a', revision: '1', image: { tail: { graph: 't', tokens: 'tokens', middle: 'tokens', attentions: ['QQ', 'KK'] } } },
      runGraph: async ({ feeds }: Parameters<Encoder['runGraph']>[0]) => {
        fed.push(feeds['residual']!.data[0]!);
        return { dense: { data: new Float32Array(1), dims: [1, 1, 1] } };
      },
    } as unknown as Encoder;
    const output = () => ({ data: new Float32Array(1), dims: [1, 1] });
    const grid = {
      key: `${packId(encoder.manifest)}:x`,
      rows: 1,
      columns: 1,
      frame: box,
      within: null,
      outputs: new Set(['tokens']),
      output,
    };
    const compute = createCompute(encoder, operation, { name: 'test' });
    await compute.tail({ features: ownFeatures(grid), attention: liar('QQ', 'KK'), residual: liar('false') });
    await compute.tail({ features: ownFeatures(grid), attention: 'QQ', residual: false });
    await compute.tail({ features: ownFeatures(grid), attention: 'QQ', residual: true });
    // An object is true, whatever it reads as.
    expect(fed).toEqual([1, 0]);
  });
});
