import { describe, expect, it } from 'vitest';
import { ANYBODY } from '../client.js';
import type { EncodeImageRequest } from '../encoder/contract/encoder.js';
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

describe('a part that is encoded again', () => {
  const outputs = { dense: { kind: 'patches', dims: 2, space: 'joint' }, global: { kind: 'global', dims: 2, space: 'joint' } };
  const asked: EncodeImageRequest[] = [];
  /** A pass of 4 rows and 4 columns whose patches n are [n, 1]. */
  const encodeImage = async (request: EncodeImageRequest) => {
    asked.push(request);
    const dense = { data: Float32Array.from({ length: 32 }, (_, index) => (index % 2 === 0 ? index / 2 : 1)), dims: [16, 2] };
    const features = {
      key: 'pass',
      rows: 4,
      columns: 4,
      frame: request.frame,
      outputs: { dense, global: { data: Float32Array.of(-1, 0), dims: [2] } },
    };
    return { features, encoderRuns: 1, cacheHit: false };
  };
  const whole = (zoom?: object, decode?: () => Promise<Uint8Array>): Visual => {
    const operation = new Operation('test', new AbortController().signal, Infinity, { passes: 9, texts: 1, maskPixels: 1 });
    const image = { kernel: 'cubic', sizeMultiple: 16, maxSide: 64, detail: { LOW: 32, MEDIUM: 64 }, ...(zoom && { zoom }) };
    const encoder = { manifest: { name: 'some', revision: '1', image, outputs }, encodeImage };
    const picture = { content: 'some', width: 100, height: 100 } as unknown as SourcePicture;
    return new Visual({ encoder, decode, proven: new ProvenPictures() } as unknown as VisualServices, operation, picture, 'MEDIUM');
  };
  const box = { x: 40, y: 40, width: 20, height: 20 };

  it('is seen with its surroundings where the pack wants them, and answered by its own patches', async () => {
    const { features } = await whole({ margin: 0.5 }).region(box, true).features();
    expect(asked.at(-1)?.frame).toEqual({ x: 30, y: 30, width: 40, height: 40 });
    expect([features.frame, [...features.output('dense').data]]).toEqual([box, [5, 1, 6, 1, 9, 1, 10, 1]]);
    const [across, one] = features.output('global').data;
    expect(across! / one!).toBeCloseTo(7.5);
  });

  it('has a vector in which patches near its middle count more', async () => {
    // At the picture's edge the pass covers x 0 to 45 in columns of 11.25, of which three meet the part; its middle is at 15.
    const part = { x: 0, y: 40, width: 30, height: 20 };
    const [across, one] = (await whole({ margin: 0.5 }).region(part, true).features()).features.output('global').data;
    const weights = [5.625, 16.875, 28.125].map((x) => Math.exp(-2 * ((x - 15) / 15) ** 2));
    const column = (weights[1]! + 2 * weights[2]!) / weights.reduce((sum, weight) => sum + weight, 0);
    // Rows 1 and 2 of four columns.
    expect(across! / one!).toBeCloseTo(6 + column);
    expect(column).toBeCloseTo(0.853, 3);
  });

  it('is seen alone where the pack says nothing, and where a method asks for that', async () => {
    for (const part of [whole().region(box, true), whole({ margin: 0.5 }).cutOut(box)]) {
      const { features } = await part.features();
      expect([asked.at(-1)?.frame, [...features.output('global').data]]).toEqual([box, [-1, 0]]);
    }
  });

  it('is seen turned where a method asks for that, and comes back upright', async () => {
    const wide = { x: 40, y: 40, width: 40, height: 20 };
    const decoded = async () => Uint8Array.from({ length: 3 * 64 * 32 }, (_, at) => Math.floor(at / 3) % 64);
    const half = whole(undefined, decoded).cutOut(wide, 'MEDIUM');
    await half.features();
    const upright = asked.at(-1)!;
    const part = whole(undefined, decoded).cutOut(wide, 'MEDIUM', undefined, 90);
    const { features } = await part.features();
    const request = asked.at(-1)!;
    const { width, height, frame, key } = request;
    expect({ width, height, frame }).toEqual({ width: 32, height: 64, frame: wide });
    expect(key).toBe(`${upright.key}:turned 90`);
    // Clockwise: the left column is the bottom row of before.
    const pixels = [...(await request.pixels())];
    expect([pixels.slice(0, 6), pixels.slice(-3)]).toEqual([
      [0, 0, 0, 0, 0, 0],
      [63, 63, 63],
    ]);
    // Patch 0 of the turned grid was the lowest of the first column.
    expect([features.rows, features.columns, ...features.output('dense').data.filter((_, at) => at % 2 === 0)]).toEqual([
      4, 4, 3, 7, 11, 15, 2, 6, 10, 14, 1, 5, 9, 13, 0, 4, 8, 12,
    ]);
    expect([...features.output('global').data]).toEqual([-1, 0]);
    expect(part.id).not.toBe(half.id);
  });

  it('has another id with its surroundings than without', () => {
    const visual = whole({ margin: 0.5 });
    const ids = [
      visual.region(box, true, 'LOW'),
      visual.cutOut(box, 'LOW'),
      visual.region(box, true, 'MEDIUM'),
      visual.region(box, false),
    ].map(({ id }) => id);
    expect(new Set(ids).size).toBe(4);
    expect(visual.region(box, true).id).toBe(ids[2]);
  });
});
