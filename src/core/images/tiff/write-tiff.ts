/** A picture without secrets: grey or RGB, alpha behind them or not, not multiplied in; 8 bits a sample, or 16 for a Uint16Array. */
export interface PlainPixels {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 2 | 3 | 4;
  readonly samples: Uint8Array | Uint16Array;
  /** Profile of the colours; absent: sRGB. */
  readonly profile?: Uint8Array;
}

const [SHORT, LONG, UNDEFINED] = [3, 4, 7];
const TYPE_BYTES: Readonly<Record<number, number>> = { [SHORT]: 2, [LONG]: 4, [UNDEFINED]: 1 };
const ROWS_PER_STRIP = 64;

/**
 * An uncompressed TIFF: written and read at the speed of memory, and read strip by strip, so that whoever decodes it holds no second copy.
 * Written here because sharp attaches no profile to pixels, but converts them into it.
 */
export function writeTiff({ width, height, channels, samples, profile }: PlainPixels): Buffer {
  const rowBytes = width * channels * samples.BYTES_PER_ELEMENT;
  const strips = Math.ceil(height / ROWS_PER_STRIP);
  const strip = (i: number): number => rowBytes * ROWS_PER_STRIP * i;
  const data = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  const fields: [tag: number, type: number, values: ArrayLike<number>][] = [
    [256, LONG, [width]],
    [257, LONG, [height]],
    [258, SHORT, Array<number>(channels).fill(8 * samples.BYTES_PER_ELEMENT)],
    [259, SHORT, [1]],
    [262, SHORT, [channels < 3 ? 1 : 2]],
    [273, LONG, Array.from({ length: strips }, (_, i) => 8 + strip(i))],
    [277, SHORT, [channels]],
    [278, LONG, [ROWS_PER_STRIP]],
    [279, LONG, Array.from({ length: strips }, (_, i) => Math.min(strip(i + 1), data.length) - strip(i))],
    ...(channels % 2 === 0 ? ([[338, SHORT, [2]]] as [number, number, number[]][]) : []),
    ...(profile ? ([[34675, UNDEFINED, profile]] as [number, number, Uint8Array][]) : []),
  ];
  const end = 8 + data.length;
  // Directories begin at even places.
  const padding = Buffer.alloc(end % 2);
  const directory = Buffer.alloc(2 + 12 * fields.length + 4);
  directory.writeUInt16LE(fields.length, 0);
  const longer: Buffer[] = [];
  let next = end + padding.length + directory.length;
  fields.forEach(([tag, type, values], i) => {
    const at = 2 + 12 * i;
    const width = TYPE_BYTES[type]!;
    const content = Buffer.alloc(Math.max(4, width * values.length + ((values.length * width) % 2)));
    for (let k = 0; k < values.length; k++) content.writeUIntLE(values[k]!, k * width, width);
    directory.writeUInt16LE(tag, at);
    directory.writeUInt16LE(type, at + 2);
    directory.writeUInt32LE(values.length, at + 4);
    if (content.length === 4) content.copy(directory, at + 8);
    else {
      directory.writeUInt32LE(next, at + 8);
      longer.push(content);
      next += content.length;
    }
  });
  const header = Buffer.from([0x49, 0x49, 42, 0, 0, 0, 0, 0]);
  header.writeUInt32LE(end + padding.length, 4);
  return Buffer.concat([header, data, padding, directory, ...longer]);
}
