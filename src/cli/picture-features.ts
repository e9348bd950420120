import { readFile } from 'node:fs/promises';
import type { Config } from '../core/config.js';
import type { Encoder } from '../core/encoder/contract/encoder.js';
import type { Tensor } from '../core/math/tensor.js';
import { badInput } from '../core/errors.js';
import type { Detail } from '../core/images/encoder-size.js';
import { encoderSize } from '../core/images/encoder-size.js';
import { inspectPicture } from '../core/images/inspect.js';
import { pictureLimits } from '../core/images/limits.js';
import type { PackManifest } from '../core/packs/manifest.js';
import { encodePicture } from '../core/visual/encode-picture.js';
import { unboundedOperation } from './session.js';

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

/** Outputs by name. @throws BAD_INPUT for one that the pack lacks */
function chosen(names: string | undefined, manifest: PackManifest): readonly string[] {
  const wanted = (names ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
  const known = Object.keys(manifest.outputs);
  const unknown = wanted.find((name) => !known.includes(name));
  if (unknown !== undefined) throw badInput('--outputs', `"${unknown}" is no output of ${manifest.name}; it has ${known.join(', ')}.`);
  return wanted.length > 0 ? wanted : known;
}

/** One picture's features, decoded and encoded as the server does it. @throws BAD_INPUT, BAD_IMAGE and the encoder's errors */
export async function pictureFeatures(file: string, encoder: Encoder, config: Config, options: FeatureOptions): Promise<PictureFeatures> {
  const { image, name } = encoder.manifest;
  const names = chosen(options.outputs, encoder.manifest);
  if (options.size !== undefined && options.size !== 'native')
    throw badInput('--size', `"${options.size}" is not known; the only value is native.`);
  const picture = await inspectPicture(await readFile(file), pictureLimits(config));
  const size = options.size === 'native' ? { width: picture.width, height: picture.height } : encoderSize(picture, options.detail, image);
  if (size.width % image.sizeMultiple !== 0 || size.height % image.sizeMultiple !== 0)
    throw badInput(
      '--size native',
      `${size.width} x ${size.height} px: both sides must be multiples of ${image.sizeMultiple} for ${name}.`,
    );
  const { features } = await encodePicture(encoder, picture, size, unboundedOperation());
  const arrays = Object.fromEntries(names.map((output) => [output, features.output(output)]));
  return { arrays, ...size, rows: features.rows, columns: features.columns };
}
