import { readFile } from 'node:fs/promises';
import sharp from 'sharp';

/**
 * `count` distinct 1-megapixel JPEGs (1152 x 864) made from one photograph: each is a slightly other crop, so that
 * contents and hashes differ while the work stays the same.
 */
export async function megapixelJpegs(file: string, count: number): Promise<Buffer[]> {
  const original = sharp(await readFile(file)).resize(1300, 1000, { fit: 'cover' });
  const base = await original.png({ compressionLevel: 1 }).toBuffer();
  return Promise.all(
    Array.from({ length: count }, (_, index) =>
      sharp(base)
        .extract({ left: index % 148, top: (index * 7) % 136, width: 1152, height: 864 })
        .jpeg({ quality: 88 })
        .toBuffer(),
    ),
  );
}
