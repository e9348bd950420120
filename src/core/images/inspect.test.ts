import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fixture, pngBomb } from '../../../test/fixtures/pictures/fixtures.js';
import { inspectPicture } from './inspect.js';

const limits = { maxBytes: 1_000_000, maxPixels: 40_000_000, maxDecodedBytes: 500_000_000 };
const code = (bytes: Buffer, some = limits) =>
  inspectPicture(bytes, some).then(
    () => 'fine',
    (error: { code?: string }) => error.code,
  );

describe('inspectPicture', () => {
  it.each([
    ['photo.jpg', 'image/jpeg', 480, 360],
    ['rgba.png', 'image/png', 24, 16],
    ['plain.webp', 'image/webp', 24, 16],
    ['orient-6.avif', 'image/avif', 16, 24],
    ['animated.gif', 'image/gif', 24, 16],
    ['rgb16.tif', 'image/tiff', 24, 16],
    ['1x4000.png', 'image/png', 1, 4000],
  ])('tells format and size of %s from its bytes', async (name, mediaType, width, height) => {
    const bytes = fixture(name);
    const content = createHash('sha256').update(bytes).digest('hex');
    expect(await inspectPicture(bytes, limits)).toEqual({ content, bytes, mediaType, width, height });
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('gives the upright size under EXIF orientation %i', async (orientation) => {
    const { width, height } = await inspectPicture(fixture(`orient-${orientation}.jpg`), limits);
    expect([width, height]).toEqual(orientation >= 5 ? [16, 24] : [24, 16]);
  });

  it.each([
    ['SVG', '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/passwd"/></svg>'],
    ['SVG', '\ufeff  <svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['HTML', '<!DOCTYPE html><html><body>photo.jpg</body></html>'],
    ['HTML', '<html><head><title>404</title>'],
    ['PDF', '%PDF-1.7 and more'],
    ['BMP', 'BM and more'],
    ['ZIP', 'PK\x03\x04 and more'],
    ['MP4 video', '\0\0\0\x18ftypisom\0\0\0\0isomavc1'],
  ])('refuses %s by its name and says what is read', async (name, text) => {
    const bytes = Buffer.from(text);
    await expect(inspectPicture(bytes, limits)).rejects.toMatchObject({
      code: 'UNSUPPORTED_FORMAT',
      message: `${name} is not read here; JPEG, PNG, WebP, AVIF, GIF, TIFF are. Convert the picture first.`,
    });
  });

  it.each([
    ['HEIC', '\0\0\0\x18ftypheic\0\0\0\0mif1heic'],
    ['HEIC', '\0\0\0\x18ftypmif1\0\0\0\0mif1heix'],
    ['HEIF', '\0\0\0\x14ftypmif1\0\0\0\0mif1'],
  ])('says what to do about %s', async (name, text) => {
    await expect(inspectPicture(Buffer.from(text), limits)).rejects.toMatchObject({
      code: 'UNSUPPORTED_FORMAT',
      message: expect.stringMatching(new RegExp(`^${name} is not read here; .*Settings > Camera > Formats > Most Compatible.*magick`)),
      details: { format: name },
    });
  });

  it.each([
    ['no bytes', Buffer.alloc(0)],
    ['one byte', Buffer.from([0xff])],
    ['noise', createHash('sha512').update('noise').digest()],
    ['words', Buffer.from('not a picture')],
    ['a JPEG start and nothing more', fixture('photo.jpg').subarray(0, 20)],
    ['a PNG start and nothing more', fixture('rgba.png').subarray(0, 12)],
    ['half a PNG header', fixture('rgba.png').subarray(0, 25)],
    ['a PNG name on a JPEG body', Buffer.concat([fixture('rgba.png').subarray(0, 8), fixture('photo.jpg')])],
    ['a WebP start and nothing more', fixture('plain.webp').subarray(0, 16)],
    ['an AVIF start and nothing more', fixture('orient-6.avif').subarray(0, 40)],
    ['a GIF start and nothing more', fixture('animated.gif').subarray(0, 10)],
    ['a TIFF start and nothing more', fixture('rgb16.tif').subarray(0, 20)],
  ])('calls %s a bad image', async (_name, bytes) => {
    expect(await code(bytes)).toBe('BAD_IMAGE');
  });

  it('refuses a small file of 900 megapixels by its header, with the numbers', async () => {
    const bomb = pngBomb(30_000);
    expect(bomb.length).toBeLessThan(150_000);
    const before = process.memoryUsage().rss;
    await expect(inspectPicture(bomb, limits)).rejects.toMatchObject({
      code: 'IMAGE_TOO_LARGE',
      details: { limit: 'MAX_PIXELS', asked: 900_000_000, allowed: 40_000_000 },
    });
    expect(process.memoryUsage().rss - before).toBeLessThan(50e6);
  });

  it('refuses too many bytes before looking at them', async () => {
    await expect(inspectPicture(Buffer.alloc(1001), { ...limits, maxBytes: 1000 })).rejects.toMatchObject({
      code: 'IMAGE_TOO_LARGE',
      message: 'MAX_UPLOAD_BYTES: the picture has 1001 bytes, 1000 allowed. Send a smaller one, or raise DENSEQL_MAX_UPLOAD_BYTES.',
    });
  });

  it('takes a picture that is exactly at the limits', async () => {
    const bytes = fixture('rgba.png');
    expect(await code(bytes, { ...limits, maxBytes: bytes.length, maxPixels: 24 * 16 })).toBe('fine');
    expect(await code(bytes, { ...limits, maxBytes: bytes.length, maxPixels: 24 * 16 - 1 })).toBe('IMAGE_TOO_LARGE');
  });
});
