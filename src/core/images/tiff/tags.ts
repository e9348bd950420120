/** Tags that decide how a TIFF is read (TIFF 6.0, its technical notes, DNG). */
export const TAG = {
  subfileType: 254,
  bits: 258,
  compression: 259,
  photometric: 262,
  orientation: 274,
  samples: 277,
  tileWidth: 322,
  inks: 332,
  extraSamples: 338,
  sampleFormat: 339,
  dngVersion: 50706,
} as const;

/** Bytes of one value by field type: BYTE, SHORT, LONG, and BigTIFF's LONG8. Others hold nothing that is asked here. */
const WHOLE_NUMBERS: Readonly<Record<number, number>> = { 1: 1, 3: 2, 4: 4, 16: 8 };
/** No tag that is asked for has more: one value a channel. */
const MOST_VALUES = 64;

/** Where a tag's values stand in the file. */
interface Field {
  readonly at: number;
  readonly width: number;
  readonly count: number;
}

/** The whole-number tags of a TIFF's first page. libvips reads pages, but says neither photometric interpretation nor compression. */
export class TiffTags {
  private readonly fields = new Map<number, Field>();
  private readonly little: boolean;

  /** What the file does not hold is missing, and is the decoder's to complain about. */
  constructor(private readonly bytes: Buffer) {
    this.little = bytes[0] === 0x49;
    const big = this.number(2, 2) === 43;
    const [first, head, entry] = big ? [this.number(8, 8), 8, 20] : [this.number(4, 4), 2, 12];
    const entries = Math.min(this.number(first, head), 4096);
    for (let i = 0, at = first + head; i < entries && at + entry <= bytes.length; i++, at += entry) {
      const width = WHOLE_NUMBERS[this.number(at + 2, 2)];
      const count = this.number(at + 4, big ? 8 : 4);
      if (width === undefined || !(count > 0)) continue;
      const room = big ? 8 : 4;
      const value = at + 4 + room;
      this.fields.set(this.number(at, 2), { at: width * count <= room ? value : this.number(value, room), width, count });
    }
  }

  /** Values of a tag; `fallback` where there is none, or it points out of the file. */
  all(tag: number, fallback: readonly number[] = []): readonly number[] {
    const field = this.fields.get(tag);
    if (!field) return fallback;
    const values = Array.from({ length: Math.min(field.count, MOST_VALUES) }, (_, i) =>
      this.number(field.at + i * field.width, field.width),
    );
    return values.every(Number.isFinite) ? values : fallback;
  }

  /** First value of a tag. */
  one(tag: number, fallback: number): number {
    return this.all(tag)[0] ?? fallback;
  }

  /** A copy of the file in which every value of these tags is another; tags that are not there stay so. */
  with(values: ReadonlyMap<number, number>): Buffer {
    const copy = Buffer.from(this.bytes);
    for (const [tag, value] of values) {
      const field = this.fields.get(tag);
      if (!field || field.width > 4) continue;
      for (let i = 0; i < Math.min(field.count, MOST_VALUES); i++) {
        const at = field.at + i * field.width;
        if (at + field.width > copy.length) break;
        if (this.little) copy.writeUIntLE(value, at, field.width);
        else copy.writeUIntBE(value, at, field.width);
      }
    }
    return copy;
  }

  /** NaN outside the file. */
  private number(at: number, width: number): number {
    if (!(at >= 0 && at + width <= this.bytes.length)) return NaN;
    if (width === 8) return Number(this.little ? this.bytes.readBigUInt64LE(at) : this.bytes.readBigUInt64BE(at));
    return this.little ? this.bytes.readUIntLE(at, width) : this.bytes.readUIntBE(at, width);
  }
}
