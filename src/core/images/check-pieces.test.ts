import { expect, it } from 'vitest';
import { fixture } from '../../../test/fixtures/pictures/fixtures.js';
import { sharp } from '../sharp.js';
import { MOST_PIECES } from './check-pieces.js';
import { inspectPicture } from './inspect.js';

const limits = { maxBytes: 1e8, maxPixels: 1e8, maxDecodedBytes: 1e9 };
const behind = (bytes: Buffer, place: number, piece: Buffer, count: number): Buffer =>
  Buffer.concat([bytes.subarray(0, place), Buffer.alloc(piece.length * count).fill(piece), bytes.subarray(place)]);
/** An empty comment, and an empty chunk that any reader passes over. */
const COMMENT = Buffer.from([0xff, 0xfe, 0, 2]);
const CHUNK = Buffer.from([0, 0, 0, 0, 0x61, 0x62, 0x43, 0x64, 0, 0, 0, 0]);
/** Behind a PNG's signature and header. */
const HEADER = 8 + 12 + 13;

it.each([
  ['JPEG of empty segments', async () => behind(fixture('photo.jpg'), 2, COMMENT, 2_000_000)],
  ['PNG of empty chunks', async () => behind(await sharp(fixture('photo.jpg')).png().toBuffer(), HEADER, CHUNK, 1_000_000)],
])('a %s is refused, and not read to its end', async (_what, make) => {
  await expect(inspectPicture(await make(), limits)).rejects.toMatchObject({
    code: 'BAD_IMAGE',
    message: expect.stringContaining(`more than ${MOST_PIECES}`),
  });
});

it('as many as pictures have are read', async () => {
  await inspectPicture(behind(fixture('photo.jpg'), 2, COMMENT, 1000), limits);
});
