import { findSegment } from './frame.js';

const SCAN = 0xda;
const RESTART_INTERVAL = 0xdd;
const isRestart = (kind: number): boolean => kind >= 0xd0 && kind <= 0xd7;

/** The coded data of a JPEG's first scan. */
export interface ScanData {
  readonly start: number;
  /** Where the marker behind it stands, or the file ends. */
  readonly end: number;
  /** How many restart markers stand within it. */
  readonly restarts: number;
}

/** null without a scan. Byte by byte: of millions of markers in a row each search for the next would cost more than the bytes do. */
export function firstScan(bytes: Buffer): ScanData | null {
  const segment = findSegment(bytes, (kind) => kind === SCAN);
  if (segment < 0) return null;
  const start = segment + 2 + bytes.readUInt16BE(segment + 2);
  let restarts = 0;
  for (let at = start; at < bytes.length; at++) {
    if (bytes[at] !== 0xff) continue;
    const kind = bytes[at + 1];
    if (kind !== undefined && isRestart(kind)) restarts += 1;
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
  if (!scan || scan.restarts === 0) return bytes;
  const rest = Buffer.from(bytes);
  let length = scan.start;
  for (let at = scan.start; at < scan.end; at++) {
    if (bytes[at] === 0xff && isRestart(bytes[at + 1] ?? 0)) at += 1;
    else rest[length++] = bytes[at]!;
  }
  length += bytes.copy(rest, length, scan.end);
  return rest.subarray(0, length);
}
