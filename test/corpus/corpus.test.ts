import { beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/core/config.js';
import { DenseqlError } from '../../src/core/errors.js';
import { decodeRgb } from '../../src/core/images/decode.js';
import { inspectPicture } from '../../src/core/images/inspect.js';
import { pictureLimits } from '../../src/core/images/limits.js';
import type { SourcePicture } from '../../src/core/images/picture.js';
import { sharePicture } from '../../src/core/pixels/shared.js';
import { decodeRgb as decodeInWorker } from '../../src/core/pixels/worker/decode.js';
import type { Look } from './bases.js';
import type { Case, Expected } from './case.js';
import { CASES, growCorpus } from './grow.js';

const LIMITS = pictureLimits(readConfig({}));
const CODES = ['BAD_IMAGE', 'UNSUPPORTED_FORMAT', 'IMAGE_TOO_LARGE'];
/** Words of the decoders, which no client is to read. */
const NATIVE = /vips|libtiff|tiff2|libpng|libjpeg|libheif|nsgif|\bsource input\b|\.c:\d/i;
/** What flipped bits make huge is decoded small. */
const MOST = 20_000;

type Answer = { readonly picture: SourcePicture; readonly rgb: Uint8Array } | { readonly error: DenseqlError };

const caught = (error: unknown): { error: DenseqlError } => {
  if (!DenseqlError.is(error)) throw error;
  return { error };
};

/** The encoder's way and the pixel workers', which must agree. */
async function answer(bytes: Buffer): Promise<Answer> {
  const picture = await inspectPicture(bytes, LIMITS).catch(caught);
  if ('error' in picture) return picture;
  const box = { x: 0, y: 0, width: picture.width, height: picture.height };
  const size = { width: Math.min(picture.width, MOST), height: Math.min(picture.height, MOST) };
  if (size.width * size.height > 1e6) Object.assign(size, { width: 16, height: 16 });
  const seen = await decodeRgb(picture, { ...size, kernel: 'linear' }).catch(caught);
  const drawn = await decodeInWorker(sharePicture(picture), box, size, 'linear').catch(caught);
  if ('error' in seen !== 'error' in drawn) throw new Error('The encoder and the pixel workers disagree whether it can be read.');
  if ('error' in seen) return seen;
  if (size.width === picture.width && size.height === picture.height && Buffer.compare(seen, drawn as Uint8Array) !== 0)
    throw new Error('The encoder and the pixel workers see other pixels.');
  return { picture, rgb: seen };
}

/** Largest difference of a cell's mean. */
function difference(rgb: Uint8Array, { width, height, grid }: Look): number {
  const columns = Math.ceil(width / 4);
  let most = 0;
  for (let cell = 0; cell < grid.length / 3; cell++) {
    const [left, top] = [4 * (cell % columns), 4 * Math.floor(cell / columns)];
    const [right, bottom] = [Math.min(width, left + 4), Math.min(height, top + 4)];
    for (let c = 0; c < 3; c++) {
      let sum = 0;
      for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) sum += rgb[3 * (y * width + x) + c]!;
      most = Math.max(most, Math.abs(sum / ((right - left) * (bottom - top)) - grid[3 * cell + c]!));
    }
  }
  return most;
}

/** What is wrong with an answer; empty when nothing is. */
function complaint(got: Answer, expected: Expected): string {
  if ('error' in got) {
    const { code, message } = got.error;
    if (!CODES.includes(code)) return `code ${code}`;
    if (NATIVE.test(message) || !/^[\x20-\x7e]+$/.test(message)) return `the message "${message}"`;
    if (expected.kind === 'right') return `refused: ${message}`;
    return expected.kind === 'refused' && !expected.codes.includes(code) ? `${code}: ${message}` : '';
  }
  if (expected.kind === 'answered') return '';
  const { width, height } = got.picture;
  if (expected.kind === 'refused') return `read as ${width} x ${height}`;
  const { look } = expected;
  if (width !== look.width || height !== look.height) return `read as ${width} x ${height}, not ${look.width} x ${look.height}`;
  const off = difference(got.rgb, look);
  return off <= look.tolerance + 0.5 ? '' : `colours ${off.toFixed(1)} beside what they are`;
}

describe('a corpus of odd and damaged pictures', () => {
  let cases: Case[] = [];
  beforeAll(async () => void (cases = await growCorpus(20_240_601)));

  it('has a thousand of them, each with a name of its own', () => {
    expect(cases.length).toBe(CASES);
    expect(new Set(cases.map(({ bytes }) => bytes.toString('latin1'))).size).toBeGreaterThan(CASES - 40);
  });

  it('is read right, or refused with a code and a sentence', async () => {
    const complaints: string[] = [];
    for (const { name, bytes, expected } of cases) {
      const wrong = await answer(bytes).then((got) => complaint(got, expected), String);
      if (wrong !== '') complaints.push(`${name}: ${wrong}`);
    }
    expect(complaints).toEqual([]);
  });
});
