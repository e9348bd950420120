import type { Encoder } from '../core/encoder/encoder.js';
import type { ResolverContext } from './context.js';

/**
 * The encoder of this name, or the active one where none is named.
 * @throws BAD_INPUT listing the names; PACK_INVALID
 */
export const chooseEncoder = (name: string | null | undefined, { platform }: ResolverContext): Encoder =>
  name === null || name === undefined ? platform.encoder : platform.encoders.find(name);
