import { unsupported } from '../unsupported.js';
import type { JpegFrame } from './frame.js';

/** Baseline, extended, progressive; and the latter two with arithmetic coding. */
const READ_KINDS = new Set([0xc0, 0xc1, 0xc2, 0xc9, 0xca]);

/** @throws UNSUPPORTED_FORMAT for JPEGs that are whole but that no common reader shows, and that would be called damaged */
export function checkFrame({ kind, precision }: JpegFrame): void {
  const what = !READ_KINDS.has(kind)
    ? 'A lossless or hierarchical JPEG'
    : precision !== 8
      ? `A JPEG with ${precision} bits a sample`
      : null;
  if (what !== null) throw unsupported('JPEG', `${what} is not read here. Save it as baseline or progressive JPEG with 8 bits.`);
}
