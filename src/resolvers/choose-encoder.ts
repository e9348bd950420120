import type { Encoder } from '../core/encoder/contract/encoder.js';
import type { ResolverContext } from './context.js';

/**
 * The encoder of this name, or the active one where none is named. A pack that was replaced on disk is noticed here.
 * @throws BAD_INPUT listing the names; PACK_INVALID
 */
export const chooseEncoder = (name: string | null | undefined, { platform }: ResolverContext): Promise<Encoder> =>
  platform.encoders.open(name ?? null);
