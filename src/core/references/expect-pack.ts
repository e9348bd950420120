import { packId } from '../encoder/contract/pack-id.js';
import type { Encoder } from '../encoder/contract/encoder.js';
import { badInput, type DenseqlError } from '../errors.js';
import type { ReferenceSetInfo } from './reference-set.js';

/** A set that says nothing here, and the way out. @param which what its features are of */
export const otherPack = (info: ReferenceSetInfo, field: string, which: string): DenseqlError =>
  badInput(
    field,
    `the set "${info.name}" holds features of ${which}. A set keeps no pictures, so that they cannot be encoded again: ask with image(encoder: "${info.encoder}") where this server has that pack (DENSEQL_PACK, DENSEQL_MODELS_DIR), or make the set anew from its pictures.`,
  );

/** @param field as the client wrote it @throws BAD_INPUT where the set is of another pack */
export function expectPack(info: ReferenceSetInfo, { manifest }: Encoder, field: string): void {
  const here = packId(manifest);
  if (info.packId === here) return;
  if (info.encoder === manifest.name) throw otherPack(info, field, `another revision of its encoder: ${info.packId}, and here is ${here}`);
  throw otherPack(info, field, `the encoder "${info.encoder}", not of "${manifest.name}"`);
}
