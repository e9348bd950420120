import { describe, expect, it } from 'vitest';
import { ANYBODY } from '../client.js';
import type { SourcePicture } from '../images/picture.js';
import { Operation } from '../operation.js';
import { ProvenPictures } from './proven-pictures.js';
import { Visual, type VisualServices } from './visual.js';

const part = { x: 0, y: 0, width: 10, height: 10 };
const size = { width: 2, height: 2 };

function visual(decode: () => Promise<Uint8Array>, scope = '', proven = new ProvenPictures()): Visual {
  const limits = { passes: 1, texts: 1, maskPixels: 1 };
  const operation = new Operation('test', new AbortController().signal, Infinity, limits, { ...ANYBODY, scope });
  const image = { kernel: 'cubic', sizeMultiple: 16, maxSide: 64, detail: { MEDIUM: 32 } };
  const encoder = { manifest: { name: 'some', revision: '1', image } };
  const picture = { content: 'some', width: 40, height: 20 } as unknown as SourcePicture;
  return new Visual({ encoder, decode, proven } as unknown as VisualServices, operation, picture, 'MEDIUM');
}

describe('parts that methods ask for', () => {
  it('are decoded once for a picture and its regions, by box and size', async () => {
    let decodes = 0;
    const whole = visual(async () => Uint8Array.of(++decodes));
    const region = whole.region({ ...part, x: 5 }, true);
    const answers = [
      whole.sharedPart(part, size),
      region.sharedPart({ ...part }, { ...size }),
      whole.sharedPart(part, { ...size, height: 3 }),
    ];
    expect((await Promise.all(answers)).map(([first]) => first)).toEqual([1, 1, 2]);
  });

  it('that could not be decoded are tried again when they are asked for again', async () => {
    let decodes = 0;
    const whole = visual(() => (decodes++ === 0 ? Promise.reject(new Error('busy')) : Promise.resolve(Uint8Array.of(7))));
    await expect(whole.sharedPart(part, size)).rejects.toThrow('busy');
    expect(await whole.sharedPart(part, size)).toEqual(Uint8Array.of(7));
  });
});

it('a picture is decoded before it is answered, once for each scope that asks', async () => {
  const proven = new ProvenPictures();
  const decoded: string[] = [];
  for (const scope of ['a', 'a', 'b', '', '']) {
    const asked = visual(async () => (decoded.push(scope), Uint8Array.of(1)), scope, proven);
    await asked.prove();
    expect(asked.id).toBe(visual(async () => Uint8Array.of(1)).id);
  }
  expect(decoded).toEqual(['a', 'b', '']);
});
