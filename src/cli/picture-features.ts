import type { Encoder } from '../core/encoder/contract/encoder.js';
import type { Size } from '../core/geometry/box.js';
import type { Tensor } from '../core/math/tensor.js';
import { didYouMean } from '../core/did-you-mean.js';
import { badInput } from '../core/errors.js';
import type { Detail } from '../core/images/encoder-size.js';
import { encoderSize } from '../core/images/encoder-size.js';
import type { SourcePicture } from '../core/images/picture.js';
import type { PackManifest } from '../core/packs/manifest.js';
import { encodePicture } from '../core/visual/encode-picture.js';
import { unboundedOperation } from './session.js';
import { wrongUse } from './wrong-use.js';

export type Arrays = Record<string, Tensor>;

export interface FeatureOptions {
  /** Names separated by commas; empty: all of the pack. */
  readonly outputs?: string;
  readonly detail: Detail;
  readonly size?: string;
}

export interface PictureFeatures {
  readonly arrays: Arrays;
  readonly width: number;
  readonly height: number;
  readonly rows: number;
  readonly columns: number;
}

/** What each array holds, for people and programs. */
export const shapes = (arrays: Arrays) => Object.fromEntries(Object.entries(arrays).map(([name, tensor]) => [name, tensor.dims]));

/** Outputs by name, in any case. @throws WrongUse for one that the pack lacks */
export function chosenOutputs(names: string | undefined, manifest: PackManifest): readonly string[] {
  const wanted = (names ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
  const known = Object.keys(manifest.outputs);
  const meant = wanted.map((name) => known.find((one) => one.toLowerCase() === name.toLowerCase()) ?? name);
  const unknown = meant.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw wrongUse('--outputs', `"${unknown}" is no output of ${manifest.name}; it has ${known.join(', ')}.${didYouMean(unknown, known)}`);
  return meant.length > 0 ? meant : known;
}

/** At what size the encoder sees a picture. @throws BAD_INPUT where it is not what --size native needs */
export function sizeFor(picture: Size, { name, image }: PackManifest, { size: wanted, detail }: FeatureOptions): Size {
  if (wanted !== 'native') return encoderSize(picture, detail, image);
  const { width, height } = picture;
  if (width % image.sizeMultiple === 0 && height % image.sizeMultiple === 0) return { width, height };
  throw badInput(
    '--size native',
    `${width} x ${height} px: both sides must be multiples of ${image.sizeMultiple} for ${name}. Crop the picture, or leave the option out.`,
  );
}

/** One picture's features, decoded and encoded as the server does it. @throws BAD_INPUT, BAD_IMAGE and the encoder's errors */
export async function pictureFeatures(
  picture: SourcePicture,
  encoder: Encoder,
  options: FeatureOptions,
  outputs: readonly string[],
): Promise<PictureFeatures> {
  const size = sizeFor(picture, encoder.manifest, options);
  const { features } = await encodePicture(encoder, picture, size, unboundedOperation());
  const arrays = Object.fromEntries(outputs.map((output) => [output, features.output(output)]));
  return { arrays, ...size, rows: features.rows, columns: features.columns };
}
