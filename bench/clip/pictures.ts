import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { projectRoot } from '../../src/core/project-root.js';

const PHOTOGRAPHS = ['cat', 'citrus-slices', 'fig-bowl', 'honey-bee', 'mountain-path', 'music-room', 'night-bridge', 'spaniels'];
const SIDE = 1000;
const ROOM = 100;

/** Distinct 1-megapixel JPEGs (1000 x 1000): the photographs in turn, each time another part of them. */
export async function squareJpegs(count: number): Promise<Buffer[]> {
  const jpegs: Buffer[] = [];
  for (let index = 0; index < count; index += 1) {
    const file = join(projectRoot(), 'samples', `${PHOTOGRAPHS[index % PHOTOGRAPHS.length]}.jpg`);
    const large = await sharp(await readFile(file))
      .resize(SIDE + ROOM, SIDE + ROOM, { fit: 'cover' })
      .png({ compressionLevel: 1 })
      .toBuffer();
    const part = { left: (index * 37) % ROOM, top: (index * 61) % ROOM, width: SIDE, height: SIDE };
    jpegs.push(await sharp(large).extract(part).jpeg({ quality: 88 }).toBuffer());
  }
  return jpegs;
}

/** The same picture in other bytes, which no cache knows: a comment follows the JPEG's first marker. */
export function withComment(jpeg: Buffer, comment: string): Buffer {
  const text = Buffer.from(comment, 'latin1');
  const head = Buffer.from([0xff, 0xfe, (text.length + 2) >> 8, (text.length + 2) & 0xff]);
  return Buffer.concat([jpeg.subarray(0, 2), head, text, jpeg.subarray(2)]);
}
