import { describe, expect, it } from 'vitest';
import { base } from '../../../../test/corpus/bases.js';
import { sharp } from '../../sharp.js';
import { checkCodedSize } from './check-coded-size.js';
import { readFrame } from './frame.js';

/** Waves and noise: no row is empty. */
function scene(width: number, height: number): Buffer {
  const data = Buffer.alloc(3 * width * height);
  for (let y = 0, at = 0, noise = 1; y < height; y++)
    for (let x = 0; x < width; x++, at += 3) {
      noise = (noise * 1103515245 + 12345) & 0x7fffffff;
      data.set([(3 * x + (noise >> 16) * 3) & 255, (5 * y + (noise >> 20)) & 255, (x + y) & 255], at);
    }
  return data;
}

const KINDS = { baseline: {}, 'without subsampling': { chromaSubsampling: '4:4:4' }, progressive: { progressive: true } };

async function jpeg(width: number, height: number, options: object, data = scene(width, height)): Promise<Buffer> {
  return sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 85, ...options })
    .toBuffer();
}

/** The same data under another size. */
function called(bytes: Buffer, width: number, height: number): Buffer {
  const copy = Buffer.from(bytes);
  const { heightAt } = readFrame(copy)!;
  copy.writeUInt16BE(height, heightAt);
  copy.writeUInt16BE(width, heightAt + 2);
  return copy;
}

const check = (bytes: Buffer): Promise<void> => checkCodedSize(bytes, readFrame(bytes)!);

describe.each(Object.entries(KINDS))('a %s JPEG', (_kind, options) => {
  it.each([
    [1, 1],
    [7, 300],
    [300, 7],
    [64, 64],
    [333, 251],
    [640, 480],
  ])('of %i x %i that says so is taken', async (width, height) => {
    await check(await jpeg(width, height, options));
  });

  it.each([
    ['twice as high', 333, 502],
    ['16 rows higher', 333, 267],
    ['half as high', 333, 125],
    ['40 rows lower', 333, 211],
    ['twice as wide', 666, 251],
    ['half as wide', 166, 251],
    ['16 columns wider', 349, 251],
  ])('called %s is refused', async (_what, width, height) => {
    const lying = called(await jpeg(333, 251, options), width, height);
    await expect(check(lying)).rejects.toMatchObject({ code: 'BAD_IMAGE', message: expect.stringContaining('another size') });
  });
});

describe('what looks like missing rows', () => {
  it.each(Object.entries(KINDS))('is taken where it is true grey (%s)', async (_kind, options) => {
    await check(await jpeg(333, 251, options, Buffer.alloc(3 * 333 * 251, 128)));
    const half = scene(320, 256).fill(128, 3 * 320 * 128);
    await check(await jpeg(320, 256, options, half));
    await expect(check(called(await jpeg(320, 256, options, half), 320, 512))).rejects.toMatchObject({ code: 'BAD_IMAGE' });
  });

  it('is told from a picture with restarts', async () => {
    const { bytes } = base('JPEG restarts');
    await check(bytes);
    await expect(check(called(bytes, 24, 64))).rejects.toMatchObject({ code: 'BAD_IMAGE' });
  });
});
