/** XYZ of red, green and blue, adapted to D50 (Bradford). */
export type Primaries = readonly [readonly number[], readonly number[], readonly number[]];

export const SRGB: Primaries = [
  [0.4360747, 0.2225045, 0.0139322],
  [0.3850649, 0.7168786, 0.0971045],
  [0.1430804, 0.0606169, 0.7141733],
];
export const DISPLAY_P3: Primaries = [
  [0.5151, 0.2412, -0.0011],
  [0.292, 0.6922, 0.0419],
  [0.1571, 0.0666, 0.7841],
];

const D50 = [0.9642, 1, 0.8249];

/** A transfer curve: a pure power, or sRGB's own. */
export const powerCurve = (gamma: number): Buffer => parametric(0, [gamma]);
export const SRGB_CURVE = parametric(3, [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045]);

/** The smallest ICC profile (version 4) that says how a display shows RGB, or grey where `primaries` is null. */
export function displayProfile(primaries: Primaries | null, curve: Buffer): Buffer {
  const tags: [string, Buffer][] = [
    ['desc', text('DenseQL')],
    ['cprt', text('CC0')],
    ['wtpt', xyz(D50)],
  ];
  if (primaries) {
    for (const [i, name] of ['r', 'g', 'b'].entries()) tags.push([`${name}XYZ`, xyz(primaries[i]!)], [`${name}TRC`, curve]);
  } else tags.push(['kTRC', curve]);
  const head = Buffer.alloc(128 + 4 + 12 * tags.length);
  head.write('mntr', 12, 'latin1');
  head.write(primaries ? 'RGB ' : 'GRAY', 16, 'latin1');
  head.write('XYZ ', 20, 'latin1');
  head.writeUInt32BE(0x04200000, 8);
  head.write('acsp', 36, 'latin1');
  numbers(D50).copy(head, 68);
  head.writeUInt32BE(tags.length, 128);
  let at = head.length;
  tags.forEach(([name, data], i) => {
    head.write(name, 132 + 12 * i, 'latin1');
    head.writeUInt32BE(at, 136 + 12 * i);
    head.writeUInt32BE(data.length, 140 + 12 * i);
    at += data.length;
  });
  head.writeUInt32BE(at, 0);
  return Buffer.concat([head, ...tags.map(([, data]) => data)]);
}

/** s15Fixed16Number, big-endian. */
function numbers(values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(4 * values.length);
  values.forEach((value, i) => buffer.writeInt32BE(Math.round(value * 65536), 4 * i));
  return buffer;
}

function parametric(kind: number, values: readonly number[]): Buffer {
  return Buffer.concat([Buffer.from(`para\0\0\0\0\0${String.fromCharCode(kind)}\0\0`, 'latin1'), numbers(values)]);
}

function xyz(values: readonly number[]): Buffer {
  return Buffer.concat([Buffer.from('XYZ \0\0\0\0', 'latin1'), numbers(values)]);
}

/** multiLocalizedUnicodeType with one record, padded to whole words. */
function text(words: string): Buffer {
  const body = Buffer.from(words, 'utf16le').swap16();
  const head = Buffer.alloc(28);
  head.write('mluc', 0, 'latin1');
  head.writeUInt32BE(1, 8);
  head.writeUInt32BE(12, 12);
  head.write('enUS', 16, 'latin1');
  head.writeUInt32BE(body.length, 20);
  head.writeUInt32BE(28, 24);
  return Buffer.concat([head, body, Buffer.alloc((4 - (body.length % 4)) % 4)]);
}
