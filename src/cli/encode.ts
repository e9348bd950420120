import { writeFile } from 'node:fs/promises';
import { encodeMany, jobsOfList, jobsOfPictures } from './encode-many.js';
import type { EncodeOptions } from './encode-options.js';
import { findPack } from './find-pack.js';
import { encodeNpz } from './npz.js';
import { printJson, progress } from './output.js';
import { chosenOutputs, pictureFeatures, shapes, sizeFor } from './picture-features.js';
import { namingPicture } from './pictures/naming-picture.js';
import { inspectedPicture } from './pictures/read-picture.js';
import { usablePictures } from './pictures/usable-pictures.js';
import { configWith, withEncoder } from './session.js';
import { checkOutFile } from './writable.js';
import { wrongUse } from './wrong-use.js';

/**
 * `denseql encode`: features as .npz whose arrays are named after the pack's outputs; of one picture, or of many. All that can be is checked
 * before the encoder is loaded.
 * @throws WrongUse; of a single picture BAD_INPUT, BAD_IMAGE and the encoder's errors
 */
export async function encodeCommand(given: readonly string[], options: EncodeOptions): Promise<void> {
  const { list, out, outDir } = options;
  if (list !== undefined && (given.length > 0 || out !== undefined || outDir === undefined))
    throw wrongUse('--list', 'takes the place of the pictures and of --out, and needs --out-dir <folder>.');
  if (list === undefined && given.length === 0)
    throw wrongUse('encode', 'needs pictures: denseql encode photo.jpg --out photo.npz, or denseql encode photos --out-dir features.');
  if ((out === undefined) === (outDir === undefined))
    throw wrongUse('encode', 'needs a place for what it writes: either --out <file> for one picture, or --out-dir <folder> for many.');
  const config = configWith({ PACK: options.pack });
  const { manifest } = await findPack(config);
  const outputs = chosenOutputs(options.outputs, manifest);
  if (list !== undefined) return encodeMany({ ...options, outDir: outDir! }, outputs, await jobsOfList(list, outDir!), []);

  const { pictures, many, failed } = await usablePictures(given, config);
  if (outDir !== undefined) return encodeMany({ ...options, outDir }, outputs, jobsOfPictures(pictures, outDir), failed);
  if (many) throw wrongUse('--out', 'is for one picture. For many, --out-dir <folder> has a file of each.');
  const { path } = pictures[0]!;
  await checkOutFile('--out', out!, ['.npz'], [path]);
  const say = progress(options.json);
  const picture = await namingPicture(path, () => inspectedPicture(path, config));
  sizeFor(picture, manifest, options);
  const found = await namingPicture(path, () => withEncoder(config, say, (encoder) => pictureFeatures(picture, encoder, options, outputs)));
  say(`encoded at ${found.width} x ${found.height} px, ${found.rows} x ${found.columns} patches`);
  await writeFile(out!, encodeNpz(found.arrays, options.half));
  if (options.json) return printJson({ out, arrays: shapes(found.arrays) });
  const written = Object.entries(shapes(found.arrays)).map(([name, dims]) => `${name} [${dims.join(', ')}]`);
  say(`wrote ${out}: ${written.join(', ')}`);
}
