import type { Encoder } from '../core/encoder/encoder.js';
import type { Detail } from '../core/images/encoder-size.js';
import type { ImageSourceInput } from '../core/images/picture.js';
import { Visual } from '../core/visual/visual.js';
import type { ResolverContext } from './context.js';

/** How a picture is to be looked at. */
export interface View {
  readonly detail: Detail;
  readonly encoder: Encoder;
}

/** Fetches a picture and proves that it can be decoded: whatever is wrong with it shows here. */
export async function openVisual(
  source: ImageSourceInput,
  { detail, encoder }: View,
  { platform, operation }: ResolverContext,
): Promise<Visual> {
  const picture = await platform.sources.resolve(source, operation);
  const visual = new Visual({ ...platform.visuals, encoder }, operation, picture, detail);
  await visual.prove();
  return visual;
}

/**
 * The encoder of this name, or the active one where none is named.
 * @throws BAD_INPUT listing the names; PACK_INVALID
 */
export const chooseEncoder = (name: string | null | undefined, { platform }: ResolverContext): Encoder =>
  name === null || name === undefined ? platform.encoder : platform.encoders.find(name);
