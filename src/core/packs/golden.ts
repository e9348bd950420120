import { join } from 'node:path';
import { z } from 'zod';
import { sharp } from '../sharp.js';
import type { DenseqlError } from '../errors.js';
import { invalidPackFile } from './invalid-pack-file.js';
import type { PackManifest } from './manifest.js';
import { readJson } from './read-json.js';

const GoldenFile = z.object({
  image: z.object({
    file: z.string(),
    width: z.int().positive(),
    height: z.int().positive(),
    tolerance: z.object({ cosine: z.number().min(0).max(1) }),
    expected: z.record(
      z.string(),
      z.object({
        dims: z.array(z.int().positive()),
        sample: z.array(z.object({ row: z.int().nonnegative(), values: z.array(z.number()) })).min(1),
      }),
    ),
  }),
  texts: z.array(z.object({ text: z.string(), values: z.array(z.number()) })).min(1),
});

type GoldenFile = z.output<typeof GoldenFile>;

/** A picture and texts with the vectors that they must give. */
export interface Golden {
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** Least cosine between a vector and what is expected. */
  readonly cosine: number;
  /** By output: its full shape and some of its rows (row 0 for a global vector). */
  readonly expected: GoldenFile['image']['expected'];
  readonly texts: GoldenFile['texts'];
}

/**
 * Reads the pack's golden vectors and decodes its picture to RGB.
 * @throws PACK_INVALID naming the file: unreadable, of another form, or without one of the pack's outputs
 */
export async function readGolden(folder: string, manifest: PackManifest): Promise<Golden> {
  const invalid =
    (path: string) =>
    (problem: string, cause?: unknown): DenseqlError =>
      invalidPackFile({ folder, pack: manifest.name, path }, problem, cause);
  const invalidVectors = invalid(manifest.golden);
  const { image, texts } = await readJson(join(folder, manifest.golden), GoldenFile, invalidVectors);
  for (const name of Object.keys(manifest.outputs))
    if (image.expected[name] === undefined) throw invalidVectors(`has no vectors for the output ${name}`);
  const invalidPicture = invalid(image.file);
  const { data, info } = await sharp(join(folder, image.file))
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch((error: unknown) => {
      throw invalidPicture('is no readable picture', error);
    });
  if (info.width !== image.width || info.height !== image.height || info.channels !== 3)
    throw invalidPicture(`is ${info.width} x ${info.height} x ${info.channels}, ${image.width} x ${image.height} x 3 expected`);
  return { pixels: data, width: info.width, height: info.height, cosine: image.tolerance.cosine, expected: image.expected, texts };
}
