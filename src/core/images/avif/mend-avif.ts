import { unsupported } from '../unsupported.js';

/** Properties stand before the pixels, and are small. */
const PROPERTIES_BYTES = 1 << 16;
/** Code points of H.273. */
const [PQ, HLG] = [16, 18];

/**
 * An AVIF as the decoder takes it. Of an animated one it refuses the brand alone: behind it stands a first picture like any other's.
 *
 * @throws UNSUPPORTED_FORMAT for HDR: the decoder would show its values as if they were sRGB
 */
export function mendAvif(bytes: Buffer): Buffer {
  const transfers = transfersOf(bytes.subarray(0, PROPERTIES_BYTES));
  if (transfers.length > 0 && transfers.every((transfer) => transfer === PQ || transfer === HLG))
    throw unsupported('AVIF', 'An AVIF with HDR colours (PQ or HLG) is not read here. Save it in sRGB with 8 or 10 bits a sample.');
  if (bytes.toString('latin1', 8, 12) !== 'avis') return bytes;
  const still = Buffer.from(bytes);
  still.write('avif', 8, 'latin1');
  return still;
}

/** Transfer functions of all `colr` boxes of kind `nclx`: the picture's, and those of pictures beside it (a gain map, a thumbnail). */
function transfersOf(head: Buffer): number[] {
  const transfers: number[] = [];
  for (let at = head.indexOf('colrnclx', 0, 'latin1'); at >= 0 && at + 12 <= head.length; at = head.indexOf('colrnclx', at + 8, 'latin1'))
    transfers.push(head.readUInt16BE(at + 10));
  return transfers;
}
