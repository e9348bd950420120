import type { Metadata } from 'sharp';
import { DenseqlError } from '../../errors.js';
import { readError } from '../read-error.js';
import { openPicture } from '../sharp-input.js';
import { writeTiff } from '../tiff/write-tiff.js';
import { flattenDeep } from './flatten-deep.js';
import { plainSamples } from './plain-samples.js';
import type { RawLayout } from './raw-layout.js';
import type { RawSamples } from './white-of.js';

const NUMBERS = {
  uint8: [Uint8Array, 'uchar'],
  uint16: [Uint16Array, 'ushort'],
  uint32: [Uint32Array, 'uint'],
  float: [Float32Array, 'float'],
} as const;

/** Of these, sharp converts 16 bits by way of Display P3 and stays there, or leaves the profile out. */
const DEEP_SPACES = new Set(['rgb16', 'grey16']);
const isDeep = ({ hasProfile, space }: Pick<Metadata, 'hasProfile' | 'space'>): boolean =>
  hasProfile === true && DEEP_SPACES.has(space ?? '');

/** Whether {@link makePlain} writes the picture anew. */
export const isPlain = (header: Metadata, raw: RawLayout | null): boolean => raw === null && !isDeep(header);

/**
 * A picture that the decoder would get wrong, written anew as one that it gets right: upright, ordinary samples. Once, so that whoever decodes
 * a part of it later need not know.
 *
 * @throws BAD_IMAGE, UNSUPPORTED_FORMAT
 */
export async function makePlain(bytes: Buffer, header: Metadata, raw: RawLayout | null): Promise<Buffer> {
  if (!raw) return flattenDeep(bytes, header.space);
  const [Samples, depth] = NUMBERS[raw.numbers];
  const { data, info } = await openPicture(bytes, false, { ignoreIcc: true })
    .toColourspace('multiband')
    .raw({ depth })
    .toBuffer({ resolveWithObject: true })
    .catch((error: unknown) => {
      throw readError(error);
    });
  const { width, height } = info;
  const count = width * height * raw.channels;
  if (info.channels !== raw.channels || data.length !== count * Samples.BYTES_PER_ELEMENT)
    throw new DenseqlError('BAD_IMAGE', 'The picture cannot be read: it has other channels than its header says.');
  const lab = raw.colours === 'cielab' || raw.colours === 'icclab';
  const profile = lab ? undefined : header.icc;
  const wide = profile !== undefined && raw.numbers !== 'uint8';
  const samples: RawSamples = new Samples(data.buffer, data.byteOffset, count);
  const plain = writeTiff({ width, height, ...(await plainSamples(samples, raw, wide)), profile });
  return wide ? flattenDeep(plain, plainSpace(raw)) : plain;
}

const plainSpace = ({ colours }: RawLayout): Metadata['space'] => (colours === 'grey' ? 'grey16' : 'rgb16');
