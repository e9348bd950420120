import { readFileSync } from 'node:fs';

/** What a picture looks like: its upright size, and the means of its cells of 4 x 4 pixels, RGB. */
export interface Look {
  readonly width: number;
  readonly height: number;
  readonly grid: Buffer;
  /** Largest difference of one mean. */
  readonly tolerance: number;
}

export interface Base {
  readonly name: string;
  readonly bytes: Buffer;
  /** Absent when it is refused. */
  readonly look?: Look;
  /** Error code. */
  readonly refused?: string;
  /** Its orientation stands in EXIF, or in a TIFF's tag, and may be any number. */
  readonly orients: boolean;
}

interface Entry {
  readonly name: string;
  readonly data: string;
  readonly width?: number;
  readonly height?: number;
  readonly grid?: string;
  readonly tolerance?: number;
  readonly refused?: string;
  readonly orients?: boolean;
}

function readBase({ name, data, width, height, grid, tolerance, refused, orients }: Entry): Base {
  const base = { name, bytes: Buffer.from(data, 'base64'), refused, orients: orients === true };
  if (grid === undefined) return base;
  return { ...base, look: { width: width!, height: height!, grid: Buffer.from(grid, 'base64'), tolerance: tolerance! } };
}

/** The pictures of make_bases.py. */
export const BASES: readonly Base[] = (JSON.parse(readFileSync(new URL('bases.json', import.meta.url), 'utf8')) as Entry[]).map(readBase);

export function base(name: string): Base {
  const found = BASES.find((one) => one.name === name);
  if (!found) throw new Error(`No base picture "${name}".`);
  return found;
}
