import { describe, expect, it } from 'vitest';
import { sharp } from '../sharp.js';
import { inspectPicture } from './inspect.js';

const limits = { maxBytes: 1e7, maxPixels: 1e8, maxDecodedBytes: 1e6 };
/** 1 megapixel. */
const scene = (channels: 3 | 4 = 3) =>
  sharp({ create: { width: 1000, height: 1000, channels, background: { r: 200, g: 90, b: 30, alpha: 0.5 } } });

const held = (bytes: Buffer): Promise<number> =>
  inspectPicture(bytes, limits).then(
    () => 0,
    (error: { code: string; details: { limit: string; asked: number } }) => {
      expect(error).toMatchObject({ code: 'IMAGE_TOO_LARGE', details: { limit: 'MAX_DECODED_BYTES', allowed: 1e6 } });
      return error.details.asked / 1e6;
    },
  );

describe('what a decode holds, in bytes a pixel', () => {
  it('is a few rows of pictures that are read row by row', async () => {
    expect(await held(await scene().png().toBuffer())).toBe(0);
    expect(await held(await scene(4).toColourspace('rgb16').png().toBuffer())).toBe(0);
    expect(await held(await scene().jpeg().toBuffer())).toBe(0);
    expect(await held(await scene().tiff({ compression: 'lzw' }).toBuffer())).toBe(0);
    expect(await held(await scene().tiff({ compression: 'lzw', tile: true }).toBuffer())).toBe(0);
  });

  it('is the whole picture of those that come in passes', async () => {
    expect(await held(await scene().png({ progressive: true }).toBuffer())).toBe(3);
    expect(await held(await scene(4).toColourspace('rgb16').png({ progressive: true }).toBuffer())).toBe(8);
    expect(await held(await scene().jpeg({ progressive: true }).toBuffer())).toBe(3);
    expect(await held(await scene().jpeg({ progressive: true, chromaSubsampling: '4:4:4' }).toBuffer())).toBe(6);
  });

  it('is what their decoders take of the others', async () => {
    expect(await held(await scene().webp().toBuffer())).toBe(9);
    expect(await held(await scene().gif().toBuffer())).toBe(4.5);
    expect(await held(await scene().avif({ effort: 0 }).toBuffer())).toBe(19);
  });

  it('grows by the whole picture when it is turned', async () => {
    expect(await held(await scene().withMetadata({ orientation: 6 }).jpeg().toBuffer())).toBe(3);
    expect(await held(await scene(4).withMetadata({ orientation: 3 }).png().toBuffer())).toBe(4);
  });

  it('is told with the numbers, and the way out', async () => {
    await expect(inspectPicture(await scene().webp().toBuffer(), limits)).rejects.toMatchObject({
      message:
        'MAX_DECODED_BYTES: the picture has 1000 x 1000 pixels that take 9000000 bytes to decode, 1000000 allowed. ' +
        'Send a smaller one, or raise DENSEQL_MAX_DECODED_BYTES.',
    });
  });
});
