import { describe, expect, it } from 'vitest';
import { differences, EXPECTED, expectedPixels, fixture, pngBomb } from '../../../test/fixtures/pictures/fixtures.js';
import type { DecodeRequest } from './decode.js';
import { decodeRgb } from './decode.js';
import { inspectPicture } from './inspect.js';
import type { SourcePicture } from './picture.js';
import { sharp } from '../sharp.js';

const limits = { maxBytes: 10_000_000, maxPixels: 40_000_000, maxDecodedBytes: 500_000_000 };
const read = (bytes: Buffer) => inspectPicture(bytes, limits);
const whole = (picture: SourcePicture): DecodeRequest => ({ width: picture.width, height: picture.height, kernel: 'cubic' });
const decodeWhole = async (bytes: Buffer) => {
  const picture = await read(bytes);
  return decodeRgb(picture, whole(picture));
};
const failure = (bytes: Buffer) =>
  decodeWhole(bytes).then(
    () => null,
    (error: { code?: string; message: string }) => error,
  );

describe('decodeRgb', () => {
  it.each(Object.entries(EXPECTED))(
    'gives the pixels that Pillow gives for %s',
    async (name, { file, box, width, height, tolerance, mean }) => {
      const rgb = await decodeRgb(await read(fixture(file ?? name)), { box, width, height, kernel: 'cubic' });
      expect(rgb.length).toBe(width * height * 3);
      const difference = differences(rgb, expectedPixels(name));
      expect(difference.max).toBeLessThanOrEqual(tolerance);
      if (mean !== undefined) expect(difference.mean).toBeLessThanOrEqual(mean);
    },
  );

  it('touches no pixel when the result is as large as the part, whatever the kernel', async () => {
    const picture = await read(fixture('photo.jpg'));
    const all = await decodeRgb(picture, whole(picture));
    const part = await decodeRgb(picture, { box: { x: 31, y: 17, width: 50, height: 40 }, width: 50, height: 40, kernel: 'lanczos3' });
    const cut = Buffer.concat(
      Array.from({ length: 40 }, (_, row) => all.subarray(((row + 17) * 480 + 31) * 3, ((row + 17) * 480 + 81) * 3)),
    );
    expect(Buffer.compare(part, cut)).toBe(0);
  });

  it.each([3, 6, 7])('cuts in the frame of the upright picture under orientation %i', async (orientation) => {
    const picture = await read(fixture(`orient-${orientation}.jpg`));
    const all = await decodeRgb(picture, whole(picture));
    const part = await decodeRgb(picture, { box: { x: 3, y: 2, width: 5, height: 4 }, width: 5, height: 4, kernel: 'cubic' });
    const cut = Buffer.concat(
      Array.from({ length: 4 }, (_, row) => all.subarray(((row + 2) * picture.width + 3) * 3, ((row + 2) * picture.width + 8) * 3)),
    );
    expect(differences(part, cut).max).toBe(0);
  });

  it('gives sensible colours for CMYK without a profile', async () => {
    const rgb = await decodeWhole(fixture('cmyk.jpg'));
    const at = (x: number, y: number) => [...rgb.subarray((y * 24 + x) * 3, (y * 24 + x) * 3 + 3)] as [number, number, number];
    const [paper, cyan, magenta, black] = [at(3, 3), at(12, 3), at(3, 12), at(20, 12)];
    expect(Math.min(...paper)).toBeGreaterThan(245);
    expect(cyan[2]).toBeGreaterThan(cyan[0] + 60);
    expect(magenta[0]).toBeGreaterThan(magenta[1] + 60);
    expect(Math.max(...black)).toBeLessThan(170);
  });

  it.each([
    ['photo.jpg', [0.3, 0.5, 0.9, 0.99]],
    ['rgba16.png', [0.4, 0.6, 0.9]],
    ['plain.webp', [0.5, 0.9]],
    ['animated.gif', [0.1, 0.2]],
    ['rgb16.tif', [0.5, 0.9]],
    ['orient-6.avif', [0.7, 0.95]],
  ])('calls %s cut short a bad image, without paths and stacks', async (name, shares) => {
    const bytes = fixture(name);
    for (const share of shares) {
      const error = await failure(bytes.subarray(0, Math.floor(bytes.length * share)));
      expect(error, `cut at ${share}`).toMatchObject({ code: 'BAD_IMAGE' });
      expect(error?.message).toMatch(/^The picture cannot be read: [a-z ]+\.$/);
    }
  });

  it('reads what cameras write slightly wrong: stray markers and bytes after the end', async () => {
    const photo = fixture('photo.jpg');
    const middle = photo.indexOf(Buffer.from([0xff, 0xda])) + 3000;
    const stray = Buffer.concat([photo.subarray(0, middle), Buffer.from([0xff, 0xd3]), photo.subarray(middle)]);
    // A check of the check: the strictest setting would refuse this one.
    await expect(sharp(stray, { failOn: 'warning' }).raw().toBuffer()).rejects.toThrow('Corrupt JPEG data');
    expect((await decodeWhole(stray)).length).toBe(480 * 360 * 3);
    expect((await decodeWhole(Buffer.concat([photo, Buffer.alloc(999, 7)]))).length).toBe(480 * 360 * 3);
  });

  it('refuses a picture that decodes to more than its inspected size', async () => {
    const bytes = pngBomb(2000);
    await expect(
      decodeRgb({ content: '', bytes, mediaType: 'image/png', width: 10, height: 10 }, { width: 10, height: 10, kernel: 'cubic' }),
    ).rejects.toMatchObject({
      code: 'BAD_IMAGE',
    });
  });

  it('names a box that does not meet the picture', async () => {
    const picture = await read(fixture('photo.jpg'));
    const box = { x: 480, y: 0, width: 10, height: 10 };
    await expect(decodeRgb(picture, { ...whole(picture), box })).rejects.toMatchObject({ code: 'BAD_INPUT', details: { field: 'box' } });
  });

  it('decodes a hundred pictures at once without keeping them all open', async () => {
    const picture = await read(pngBomb(1200));
    let most = 0;
    const requests = Array.from({ length: 100 }, async () => {
      const rgb = await decodeRgb(picture, { width: 16, height: 16, kernel: 'cubic' });
      const { queue, process } = sharp.counters();
      most = Math.max(most, queue + process);
      return rgb.length;
    });
    expect(new Set(await Promise.all(requests))).toEqual(new Set([768]));
    // Two run; two more may have ended but not yet be counted off.
    expect(most).toBeLessThanOrEqual(4);
  });

  it('shuts the loaders of formats that are not read', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    await expect(sharp(svg).metadata()).rejects.toThrow('unsupported image format');
  });
});
