import { findSegment } from './frame.js';

const SCAN = 0xda;
const RESTART_INTERVAL = 0xdd;
const isRestart = (kind: number): boolean => kind >= 0xd0 && kind <= 0xd7;

/** The coded data of a JPEG's first scan. */
export interface ScanData {
  readonly start: number;
  /** Where the marker behind it stands, or the file ends. */
  readonly end: number;
  /** Places of restart markers within it. */
  readonly restarts: readonly number[];
}

/** null without a scan. */
export function firstScan(bytes: Buffer): ScanData | null {
  const segment = findSegment(bytes, (kind) => kind === SCAN);
  if (segment < 0) return null;
  const start = segment + 2 + bytes.readUInt16BE(segment + 2);
  const restarts: number[] = [];
  for (let at = bytes.indexOf(0xff, start); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const kind = bytes[at + 1];
    if (kind !== undefined && isRestart(kind)) restarts.push(at);
    // A zero is stuffing, another 0xff filling.
    else if (kind !== 0 && kind !== 0xff) return { start, end: at, restarts };
  }
  return { start, end: bytes.length, restarts };
}

/**
 * A JPEG without the restart markers of a scan that has none by its header. Some cameras leave them; the decoder would take the first for the
 * end, and show the rest as grey.
 */
export function withoutStrayRestarts(bytes: Buffer): Buffer {
  if (findSegment(bytes, (kind) => kind === RESTART_INTERVAL) >= 0) return bytes;
  const scan = firstScan(bytes);
  if (!scan || scan.restarts.length === 0) return bytes;
  const starts = [0, ...scan.restarts.map((at) => at + 2)];
  return Buffer.concat(starts.map((start, i) => bytes.subarray(start, scan.restarts[i])));
}
