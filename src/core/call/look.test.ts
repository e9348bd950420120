import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeRgb } from '../images/decode.js';
import type { SourcePicture } from '../images/picture.js';
import { Operation } from '../operation.js';
import type { Visual } from '../visual/visual.js';
import { Cost } from './cost.js';
import { createLook } from './look.js';

/** Left half red, right half blue, 40 x 20. */
async function picture(): Promise<SourcePicture> {
  const [width, height] = [40, 20];
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) data.set(i % width < width / 2 ? [255, 0, 0] : [0, 0, 255], 3 * i);
  const bytes = await sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
  return { bytes, width, height, content: 'two halves' } as unknown as SourcePicture;
}

describe('pixels of a visual', () => {
  it('are those of the part asked for, as the pack resamples them, and cost no pass', async () => {
    const source = await picture();
    const operation = new Operation('test', new AbortController().signal, Infinity, { passes: 1, texts: 1, maskPixels: 1 });
    const visual = {
      operation,
      picture: source,
      sharedPart: (box: Parameters<Visual['sharedPart']>[0], size: Parameters<Visual['sharedPart']>[1]) =>
        decodeRgb(source, { box, ...size, kernel: 'cubic' }),
    } as unknown as Visual;
    const cost = new Cost();
    const looks = createLook(visual, { limits: { maxPasses: 1, maxPixels: 1e6 }, owner: { name: 'test' }, cost, operation });
    const part = await looks.pixels({ box: { x: 10, y: 0, width: 20, height: 20 }, size: { width: 10, height: 4 } });
    expect(part.dims).toEqual([1, 4, 10, 3]);
    const pixel = (x: number, y: number) => [...part.data.subarray((y * 10 + x) * 3, (y * 10 + x) * 3 + 3)];
    expect([pixel(1, 0), pixel(1, 3), pixel(8, 0)]).toEqual([
      [255, 0, 0],
      [255, 0, 0],
      [0, 0, 255],
    ]);
    expect([cost, operation.tally.encoderRuns]).toEqual([{ encoderRuns: 0, cacheHit: true }, 0]);
  });
});

describe('parts encoded again', () => {
  it("are cut out, at the detail asked for or the visual's own", async () => {
    const asked: unknown[] = [];
    const operation = new Operation('test', new AbortController().signal, Infinity);
    const visual = {
      picture: { width: 40, height: 20 },
      box: { x: 0, y: 0, width: 40, height: 20 },
      cutOut: (...call: unknown[]) => {
        asked.push(call);
        return { features: async () => ({ features: call, encoderRuns: 1, cacheHit: false }) };
      },
    } as unknown as Visual;
    const cost = new Cost();
    const looks = createLook(visual, { limits: { maxPasses: 2, maxPixels: 1e6 }, owner: { name: 'test' }, cost, operation });
    const part = { x: 10, y: 0, width: 20, height: 20 };
    await looks.encode([part]);
    await looks.encode([part], 'LOW');
    await looks.encode([part], undefined, 270);
    expect(asked).toEqual([
      [part, undefined, operation, undefined],
      [part, 'LOW', operation, undefined],
      [part, undefined, operation, 270],
    ]);
    expect(cost).toEqual({ encoderRuns: 3, cacheHit: false });
    await expect(looks.encode([part], undefined, 45 as 90)).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });
});
