import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import type { FoundPicture } from '../pictures/find-pictures.js';
import { checkNotRead, checkOutFile, makeOutFolder } from '../writable.js';
import { wrongUse } from '../wrong-use.js';
import type { Found } from './answer.js';
import type { QueryOptions } from './query-options.js';

/** As the schema has it. */
const OPACITY = 0.6;
const MAX_SIZE = 1024;

/** A label as a part of a file's name. */
const slug = (label: string): string =>
  label
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60);

/** `<picture>.<number>-<label>.png`: the number keeps labels apart that are written alike. */
const maskFile = (folder: string, name: string, label: string, index: number): string =>
  join(folder, `${name}.${index + 1}-${slug(label)}.png`);

/** All files that one picture gives, by what option. */
function planned(
  name: string,
  { out, overlays, masks, labelMaps }: QueryOptions,
  labels: readonly string[],
): [option: string, file: string][] {
  return [
    ...(out === undefined ? [] : [['--out', out] as [string, string]]),
    ...(overlays === undefined ? [] : [['--overlays', join(overlays, `${name}.jpg`)] as [string, string]]),
    ...(labelMaps === undefined ? [] : [['--label-maps', join(labelMaps, `${name}.png`)] as [string, string]]),
    ...(masks === undefined ? [] : labels.map((label, index): [string, string] => ['--masks', maskFile(masks, name, label, index)])),
  ];
}

/** Checks that all that will be written can be, and makes the folders for it. @throws WrongUse */
export async function checkOutputs(
  options: QueryOptions,
  labels: readonly string[],
  pictures: readonly FoundPicture[],
  many: boolean,
): Promise<void> {
  const { out, coco } = options;
  const inputs = pictures.map(({ path }) => path);
  if (out !== undefined && many)
    throw wrongUse('--out', 'is for the overlay of one picture. For many, --overlays <folder> has one of each.');
  if (out !== undefined) await checkOutFile('--out', out, ['.jpg', '.jpeg', '.png'], inputs);
  if (coco !== undefined) await checkOutFile('--coco', coco, ['.json'], inputs);
  for (const { name } of pictures) for (const [option, file] of planned(name, options, labels)) await checkNotRead(option, [file], inputs);
  for (const [option, folder] of [
    ['--overlays', options.overlays],
    ['--masks', options.masks],
    ['--label-maps', options.labelMaps],
  ] as const)
    if (folder !== undefined) await makeOutFolder(option, folder);
}

/** What there is of many pictures when they are interrupted. */
export function keptOf({ overlays, masks, labelMaps, coco }: QueryOptions): string {
  const folders = [overlays, masks, labelMaps].filter((folder) => folder !== undefined);
  if (folders.length === 0) return 'nothing was written';
  const kept = `their files in ${folders.join(', ')} are kept`;
  return coco === undefined ? kept : `${kept}, ${coco} was not written`;
}

async function write(file: string, bytes: Uint8Array): Promise<void> {
  // A picture's name may have folders in it.
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, bytes);
}

async function overlayBytes(file: string, jpeg: Uint8Array): Promise<Uint8Array> {
  if (extname(file).toLowerCase() !== '.png') return jpeg;
  const { default: sharp } = await import('sharp');
  return sharp(jpeg).png().toBuffer();
}

/** Writes the files that one picture gives. */
export async function writeOutputs(name: string, options: QueryOptions, { segmentation, detection }: Found): Promise<void> {
  const { out, overlays, masks, labelMaps, maxSize = MAX_SIZE } = options;
  const drawn = segmentation ?? detection;
  if (drawn === null) return;
  for (const file of [out, overlays === undefined ? undefined : join(overlays, `${name}.jpg`)])
    if (file !== undefined) await write(file, await overlayBytes(file, (await drawn.overlay({ opacity: OPACITY, maxSize })).bytes));
  if (segmentation === null) return;
  if (labelMaps !== undefined) {
    const map = await segmentation.labelMap();
    await write(join(labelMaps, `${name}.png`), (await map.png()).bytes);
  }
  if (masks === undefined) return;
  for (const [index, segment] of segmentation.segments.entries()) {
    const mask = await segment.mask();
    await write(maskFile(masks, name, segment.label, index), (await mask.png()).bytes);
  }
}
