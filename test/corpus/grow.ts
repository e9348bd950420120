import { sharp } from '../../src/core/sharp.js';
import { base, BASES, type Base, type Look } from './bases.js';
import { ANSWERED, BAD, type Case, type Expected } from './case.js';
import { flipped, jpegWithProfile, pngWithProfile } from './edit.js';
import { lies, orientations, sizesOf, sizesOfNoPicture } from './headers.js';
import { Random } from './random.js';

export const CASES = 1000;
const READ = BASES.filter((one): one is Base & { look: Look } => one.look !== undefined);
const PLAIN = ['JPEG baseline', 'PNG RGB', 'WebP lossless', 'AVIF 444', 'GIF', 'TIFF none'];

const asTheyAre = (): Case[] =>
  BASES.map(({ name, bytes, look, refused }) => ({
    name,
    bytes,
    expected: look ? { kind: 'right', look } : { kind: 'refused', codes: [refused!] },
  }));

/** A cut that is not noticed may cost nothing of the picture. */
const cuts = (random: Random): Case[] =>
  READ.flatMap(({ name, bytes, look }) =>
    [0.05 + 0.9 * random.next(), 0.9 + 0.1 * random.next()].map((share): Case => {
      const length = Math.floor(share * bytes.length);
      return {
        name: `${name}, ${length} of ${bytes.length} bytes`,
        bytes: bytes.subarray(0, length),
        expected: { kind: 'right or refused', look },
      };
    }),
  );

/** Bytes that begin like one thing and are another; and pictures with something behind them, which is nobody's business. */
function polyglots(random: Random): Case[] {
  const tails = [
    Buffer.from('PK\x03\x04 and a ZIP'),
    Buffer.from('<script>alert(1)</script>'),
    base('PNG RGB').bytes,
    Buffer.alloc(4096),
    random.bytes(500),
  ];
  const after = PLAIN.flatMap((name) =>
    tails.map((tail, i): Case => {
      const { bytes, look } = base(name);
      return { name: `${name} with ${i} behind`, bytes: Buffer.concat([bytes, tail]), expected: { kind: 'right', look: look! } };
    }),
  );
  const starts = PLAIN.flatMap((of) =>
    PLAIN.filter((name) => name !== of).map((name): Case => {
      const start = base(of).bytes.subarray(0, 12);
      return { name: `${of} in front of ${name}`, bytes: Buffer.concat([start, base(name).bytes.subarray(12)]), expected: ANSWERED };
    }),
  );
  const before = PLAIN.map((name): Case => ({
    name: `noise before ${name}`,
    bytes: Buffer.concat([Buffer.from([1, 2, 3]), base(name).bytes]),
    expected: BAD,
  }));
  const noise = Array.from({ length: 10 }, (_, i): Case => ({
    name: `noise ${i}`,
    bytes: Buffer.concat([Buffer.from([0]), random.bytes(300)]),
    expected: BAD,
  }));
  return [...after, ...starts, ...before, ...noise];
}

/** Profiles that are none: the picture is read as if without, or refused. */
function profiles(random: Random): Case[] {
  const kinds: [string, Buffer][] = [
    ['no bytes', Buffer.alloc(0)],
    ['zeros', Buffer.alloc(200)],
    ['noise', random.bytes(600)],
    ['words', Buffer.from('garbage '.repeat(50))],
    ['a long one', random.bytes(60_000)],
    ['a head that says more', Buffer.concat([Buffer.from([0, 1, 0, 0]), Buffer.alloc(124), Buffer.from([255, 255, 255, 255])])],
  ];
  return kinds.flatMap(([what, profile]) => {
    const [png, deep, jpeg] = [base('PNG RGB'), base('PNG RGB 16'), base('JPEG 444')];
    const expected = (look: Look): Expected => ({ kind: 'right or refused', look });
    return [
      { name: `PNG with a profile of ${what}`, bytes: pngWithProfile(png.bytes, profile), expected: expected(png.look!) },
      { name: `PNG of 16 bits with a profile of ${what}`, bytes: pngWithProfile(deep.bytes, profile), expected: expected(deep.look!) },
      { name: `JPEG with a profile of ${what}`, bytes: jpegWithProfile(jpeg.bytes, profile), expected: expected(jpeg.look!) },
    ];
  });
}

/** Long and thin, of one colour: every cell has it. */
async function extremes(): Promise<Case[]> {
  const sizes = sizesOf('1x1 3x2 1x4000 4000x1 16000x2 2x16000');
  const color = { r: 210, g: 120, b: 40 };
  const grid = (width: number, height: number): Buffer =>
    Buffer.from(Array.from({ length: Math.ceil(width / 4) * Math.ceil(height / 4) }, () => [color.r, color.g, color.b]).flat());
  const made = sizes.flatMap(([width, height]) => {
    const look = { width, height, grid: grid(width, height), tolerance: 6 };
    return (['jpeg', 'png', 'webp', 'avif', 'gif', 'tiff'] as const).map(async (format): Promise<Case> => {
      const bytes = await sharp({ create: { width, height, channels: 3, background: color } })
        .toFormat(format, format === 'tiff' ? { compression: 'none' } : {})
        .toBuffer();
      return { name: `${format} of ${width} x ${height}`, bytes, expected: { kind: 'right', look } };
    });
  });
  return Promise.all(made);
}

function flips(random: Random, count: number): Case[] {
  return Array.from({ length: count }, (_, i): Case => {
    const { name, bytes } = random.pick(BASES);
    // Half of them in the header, where they change most.
    const end = 8 * (i % 2 === 0 ? Math.min(bytes.length, 120) : bytes.length);
    const bits = Array.from({ length: 1 + random.below(4) }, () => random.below(end));
    return { name: `${name} with bits ${bits.join(', ')} flipped`, bytes: flipped(bytes, bits), expected: ANSWERED };
  });
}

/** 1,000 odd and damaged pictures, the same for the same seed. */
export async function growCorpus(seed: number): Promise<Case[]> {
  const random = new Random(seed);
  const some = [
    ...asTheyAre(),
    ...orientations(),
    ...cuts(random),
    ...lies(),
    ...sizesOfNoPicture(),
    ...polyglots(random),
    ...profiles(random),
  ];
  const more = [...some, ...(await extremes())];
  return [...more, ...flips(random, CASES - more.length)];
}
