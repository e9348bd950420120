import { base, BASES } from './bases.js';
import { ANSWERED, BAD, type Case, type Expected } from './case.js';
import { gifSized, jpegSized, pngChecked, pngSized, withTag } from './edit.js';

const TOO_LARGE: Expected = { kind: 'refused', codes: ['BAD_IMAGE', 'IMAGE_TOO_LARGE'] };

export const sizesOf = (words: string): [number, number][] =>
  words.split(' ').map((word) => word.split('x').map(Number) as [number, number]);

/** Every orientation that EXIF has, and some that it has not: those are none. */
export function orientations(): Case[] {
  return BASES.filter((one) => one.orients).flatMap(({ name, bytes }) =>
    [...Array(13).keys(), 42, 255, 65535].map((value): Case => {
      const like = base(name.replace('orientation 1', `orientation ${value >= 1 && value <= 8 ? value : 1}`));
      const turned = withTag(bytes, 0x0112, value);
      return { name: `${name} made ${value}`, bytes: checked(turned), expected: { kind: 'right', look: like.look! } };
    }),
  );
}

const checked = (bytes: Buffer): Buffer => (bytes[0] === 0x89 ? pngChecked(bytes) : bytes);

/** Headers that say another size than the data has. A smaller one may be meant; what a larger one adds is not there. */
export function lies(): Case[] {
  const sizes = sizesOf('48x32 24x8 12x16 16x24 23x15 25x17 300x200');
  const formats: [string, (bytes: Buffer, width: number, height: number) => Buffer][] = [
    ['JPEG 444', jpegSized],
    ['JPEG progressive', jpegSized],
    ['PNG RGB', pngSized],
    ['PNG interlaced', pngSized],
    ['GIF', gifSized],
    ['TIFF none', (bytes, width, height) => withTag(withTag(bytes, 256, width), 257, height)],
    ['TIFF Deflate', (bytes, width, height) => withTag(withTag(bytes, 256, width), 257, height)],
  ];
  return formats.flatMap(([name, sized]) =>
    sizes.map(([width, height]) => ({
      name: `${name} called ${width} x ${height}`,
      bytes: sized(base(name).bytes, width, height),
      // A GIF's screen may be larger than its picture.
      expected: width * height > 24 * 16 && name !== 'GIF' ? BAD : ANSWERED,
    })),
  );
}

export function sizesOfNoPicture(): Case[] {
  const huge = sizesOf('65535x65535 4294967295x4294967295 2147483647x1 1x2147483647 60000x60000 16384x16384');
  const none = sizesOf('0x0 0x16 24x0');
  const jpeg = (width: number, height: number): Buffer => jpegSized(base('JPEG baseline').bytes, width, height);
  const cases = (sizes: readonly (readonly [number, number])[], what: string, expected: Expected): Case[] =>
    sizes.flatMap(([width, height]) => [
      { name: `PNG of ${what} ${width} x ${height}`, bytes: pngSized(base('PNG RGB').bytes, width, height), expected },
      { name: `JPEG of ${what} ${width} x ${height}`, bytes: jpeg(width, height), expected },
      // A GIF's frames stand on its screen, which readers make as large as they need.
      { name: `GIF of ${what} ${width} x ${height}`, bytes: gifSized(base('GIF').bytes, width, height), expected: ANSWERED },
    ]);
  return [...cases(huge, 'a huge size', TOO_LARGE), ...cases(none, 'no size', BAD)];
}
