import { deflateSync } from 'node:zlib';
import { unsupported } from '../unsupported.js';
import { chunksBeforePixels, withChunk } from './chunks.js';
import { DISPLAY_P3, displayProfile, powerCurve, SRGB, SRGB_CURVE } from './profiles.js';

/** gAMA of sRGB is 1/2.2; what is nearer than this shows no difference. */
const [SRGB_GAMMA, NEAR] = [1 / 2.2, 0.01];
/** Code points of H.273. */
const [PRIMARIES_SRGB, PRIMARIES_P3] = [1, 12];
const [TRANSFERS_SRGB, PQ, HLG] = [[1, 6, 13, 14, 15], 16, 18];

/**
 * A PNG whose colours the decoder understands: it reads profiles (iCCP), but not what else says how samples become light. Such a chunk is
 * put into a profile, in the order of the PNG specification: cICP, then iCCP, then sRGB, then gAMA.
 *
 * @throws UNSUPPORTED_FORMAT for HDR
 */
export function mendPng(bytes: Buffer): Buffer {
  const chunks = chunksBeforePixels(bytes);
  const find = (kind: string): Buffer | undefined => chunks.find((chunk) => chunk.kind === kind)?.data;
  const colourType = find('IHDR')?.[9] ?? 2;
  const isGrey = colourType === 0 || colourType === 4;
  const hasProfile = find('iCCP') !== undefined;
  const cicp = find('cICP');
  if (cicp && cicp.length === 4) {
    const [primaries, transfer] = [cicp[0]!, cicp[1]!];
    if (transfer === PQ || transfer === HLG)
      throw unsupported('PNG', 'A PNG with HDR colours (PQ or HLG) is not read here. Save it in sRGB with 8 or 16 bits a sample.');
    if (!TRANSFERS_SRGB.includes(transfer) || hasProfile) return bytes;
    if (primaries === PRIMARIES_P3 && !isGrey) return withProfile(bytes, displayProfile(DISPLAY_P3, SRGB_CURVE));
    if (primaries === PRIMARIES_SRGB) return bytes;
  }
  const gamma = find('gAMA');
  if (hasProfile || find('sRGB') !== undefined || gamma?.length !== 4) return bytes;
  const exponent = gamma.readUInt32BE(0) / 100_000;
  // Outside of this the chunk is nonsense, and viewers leave it out, too.
  if (!(exponent > 0.1 && exponent < 10) || Math.abs(exponent - SRGB_GAMMA) < NEAR) return bytes;
  return withProfile(bytes, displayProfile(isGrey ? null : SRGB, powerCurve(1 / exponent)));
}

/** Name, an end of text, the one way of compressing, then the profile. */
const withProfile = (bytes: Buffer, profile: Buffer): Buffer =>
  withChunk(bytes, { kind: 'iCCP', data: Buffer.concat([Buffer.from('colours\0\0', 'latin1'), deflateSync(profile)]) });
