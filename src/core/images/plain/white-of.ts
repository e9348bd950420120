import { unsupported } from '../unsupported.js';
import { inTurns } from './in-turns.js';
import type { RawLayout } from './raw-layout.js';

export type RawSamples = Uint8Array | Uint16Array | Uint32Array | Float32Array;

/** Resampling runs a little over both ends of 0 to 1. */
const OVERSHOOT = 0.1;
/** Darker ones than this, of numbers that may reach 65535 or 4294967295, would be black: they mean something else. */
const LEAST_OF_WHITE = 1 / 16;
const HELP = 'Save it with 8 or 16 bits a sample.';

/**
 * The sample value that is white. Whole numbers have it in their size. Floating point ones have no rule, only habits, and a wrong guess
 * gives a black or a white picture that nobody notices: what fits no habit is refused.
 *
 * @throws UNSUPPORTED_FORMAT
 */
export async function whiteOf(samples: RawSamples, { numbers, channels, colours }: RawLayout): Promise<number> {
  if (numbers === 'uint8') return 255;
  if (numbers === 'uint16') return 65535;
  const { min, max, whole } = await rangeOf(samples, channels, colours === 'grey' ? 1 : 3);
  if (numbers === 'uint32') {
    if (max > 0 && max < LEAST_OF_WHITE * 0xffffffff)
      throw unsupported(
        'TIFF',
        `A TIFF with 32 bits a sample has white at 4294967295; this one ends at ${max} and would be black. ${HELP}`,
      );
    return 0xffffffff;
  }
  if (!(Number.isFinite(min) && Number.isFinite(max)))
    throw unsupported('TIFF', `A TIFF with floating point samples that are infinite or no numbers is not read here. ${HELP}`);
  if (min >= -OVERSHOOT && max <= 1 + OVERSHOOT) return 1;
  if (whole && min >= 0 && max <= 255) return 255;
  if (whole && min >= 0 && max <= 65535 && max >= LEAST_OF_WHITE * 65535) return 65535;
  throw unsupported(
    'TIFF',
    `A TIFF with floating point samples is read where they are 0 to 1, 1 being white, or whole numbers to 255 or 65535; ` +
      `these are ${short(min)} to ${short(max)}. Scale them to 0 to 1, or save it with 8 or 16 bits a sample.`,
  );
}

const short = (value: number): string => String(Number(value.toPrecision(4)));

/** Of the colours; one that is no number makes both ends so. */
async function rangeOf(samples: RawSamples, channels: number, colours: number): Promise<{ min: number; max: number; whole: boolean }> {
  let [min, max, whole, numbers] = [Infinity, -Infinity, true, true];
  await inTurns(samples.length, channels, (from, end) => {
    for (let at = from; at < end; at += channels) {
      for (let c = 0; c < colours; c++) {
        const value = samples[at + c]!;
        if (value < min) min = value;
        if (value > max) max = value;
        if (whole && !Number.isInteger(value)) whole = false;
        if (Number.isNaN(value)) numbers = false;
      }
    }
  });
  return numbers ? { min, max, whole } : { min: NaN, max: NaN, whole };
}
