import { unsupported } from '../unsupported.js';
import type { RawLayout } from '../plain/raw-layout.js';
import { TAG, type TiffTags } from './tags.js';

const JPEG = 7;
/** By number, those that the decoder knows: none, fax, LZW, JPEG, Deflate, PackBits, WebP. */
const READ_COMPRESSIONS = new Set([1, 2, 3, 4, 5, JPEG, 8, 32773, 32946, 50001]);
const OTHER_COMPRESSIONS: Readonly<Record<number, string>> = {
  6: 'old-style JPEG',
  34661: 'JBIG',
  34676: 'SGI LogLuv',
  34677: 'SGI LogLuv',
  34712: 'JPEG 2000',
  34887: 'LERC',
  34925: 'LZMA',
  34933: 'PNG',
  50000: 'Zstandard',
  50002: 'JPEG XL',
  52546: 'JPEG XL',
};

const [WHITE_IS_ZERO, BLACK_IS_ZERO, RGB, PALETTE, MASK, SEPARATED, YCBCR, CIELAB, ICCLAB] = [0, 1, 2, 3, 4, 5, 6, 8, 9];
const OTHER_COLOURS: Readonly<Record<number, string>> = {
  10: 'ITU Lab colours',
  32803: "a camera's raw sensor values",
  32844: 'LogL values',
  32845: 'LogLuv colours',
  34892: "a camera's raw sensor values",
};

const [UNSIGNED, SIGNED, FLOAT, UNDEFINED] = [1, 2, 3, 4];
const [ASSOCIATED, UNASSOCIATED] = [1, 2];

const refusal = (what: string, help = 'Save it as RGB or grey with 8 or 16 bits a sample.') =>
  unsupported('TIFF', `A TIFF with ${what} is not read here. ${help}`);

/**
 * Whether a TIFF's first page is read: by the decoder's own understanding (null), or sample by sample, as laid out here.
 *
 * @throws UNSUPPORTED_FORMAT for what would come out wrong, or is called damaged though it is whole
 */
export function judgeTiff(tags: TiffTags): RawLayout | null {
  const compression = tags.one(TAG.compression, 1);
  if (!READ_COMPRESSIONS.has(compression))
    throw refusal(`${OTHER_COMPRESSIONS[compression] ?? `number ${compression}`} compression`, 'Save it with LZW or Deflate, or without.');
  // Bit 0: a smaller version of another picture in the file. Cameras' raw files begin with one.
  if (tags.all(TAG.dngVersion).length > 0 || (tags.one(TAG.subfileType, 0) & 1) === 1)
    throw refusal("a camera's raw picture behind a preview", 'Develop it and save a JPEG.');
  const samples = tags.one(TAG.samples, 1);
  const photometric = tags.one(TAG.photometric, samples >= 3 ? RGB : BLACK_IS_ZERO);
  if (![WHITE_IS_ZERO, BLACK_IS_ZERO, RGB, PALETTE, MASK, SEPARATED, YCBCR, CIELAB, ICCLAB].includes(photometric))
    throw refusal(OTHER_COLOURS[photometric] ?? `colours of kind ${photometric}`);
  // The decoder takes them for RGB unless JPEG does the conversion.
  if (photometric === YCBCR && compression !== JPEG) throw refusal('YCbCr colours outside of JPEG compression');
  const bits = sameForAll(tags.all(TAG.bits, [1]), 'samples of different sizes');
  const kind = sampleKind(sameForAll(tags.all(TAG.sampleFormat, [UNSIGNED]), 'samples of different kinds'), bits);
  if (photometric === SEPARATED) {
    if (samples !== 4 || tags.one(TAG.inks, 1) !== 1 || bits > 16 || kind === 'float')
      throw refusal(`${samples} inks of ${bits} bits`, 'Save it as RGB.');
    return null;
  }
  return judgeChannels(tags, { photometric, samples, kind, bits });
}

function sameForAll(values: readonly number[], otherwise: string): number {
  if (values.some((value) => value !== values[0])) throw refusal(otherwise);
  return values[0]!;
}

type Samples = 'unsigned' | 'float';

function sampleKind(format: number, bits: number): Samples {
  if (format === SIGNED)
    throw refusal('signed samples', 'Nothing says which of them is white. Save it with unsigned ones of 8 or 16 bits.');
  if (format === FLOAT && (bits === 16 || bits === 32)) return 'float';
  if ((format === UNSIGNED || format === UNDEFINED) && [1, 2, 4, 8, 16, 32].includes(bits)) return 'unsigned';
  const name = ({ [UNSIGNED]: 'unsigned', [FLOAT]: 'floating point', 5: 'complex', 6: 'complex' } as Record<number, string>)[format];
  throw refusal(`${name ?? 'unknown'} samples of ${bits} bits`);
}

interface Page {
  readonly photometric: number;
  readonly samples: number;
  readonly kind: Samples;
  readonly bits: number;
}

function judgeChannels(tags: TiffTags, { photometric, samples, kind, bits }: Page): RawLayout | null {
  const lab = photometric === CIELAB || photometric === ICCLAB;
  const colours = lab || photometric === RGB || photometric === YCBCR ? 3 : 1;
  if (samples < colours) throw refusal(`${samples} samples a pixel where its colours have ${colours}`);
  if (samples > 5) throw refusal(`${samples} channels`, 'At most three of colour and two beside them are read. Save it as RGB.');
  const extras = tags.all(TAG.extraSamples).slice(0, samples - colours);
  const alpha = extras.findIndex((extra) => extra === ASSOCIATED || extra === UNASSOCIATED);
  const ordinary = kind === 'unsigned' && bits <= 16 && !lab;
  // The decoder takes any fourth channel for alpha, and fails at a fifth.
  if (ordinary && (samples === colours || (samples === colours + 1 && alpha === 0))) return null;
  if (photometric === PALETTE || photometric === YCBCR || bits < 8)
    throw refusal(samples > colours ? 'further channels beside its colours' : `samples of ${bits} bits in such colours`);
  if (lab && (kind === 'float' || bits > 16)) throw refusal(`Lab colours of ${bits} bits`);
  return {
    numbers: kind === 'float' ? 'float' : bits === 32 ? 'uint32' : bits === 16 ? 'uint16' : 'uint8',
    colours: photometric === CIELAB ? 'cielab' : photometric === ICCLAB ? 'icclab' : colours === 3 ? 'rgb' : 'grey',
    inverted: photometric === WHITE_IS_ZERO,
    channels: samples,
    alpha: alpha < 0 ? null : { channel: colours + alpha, associated: extras[alpha] === ASSOCIATED },
  };
}
