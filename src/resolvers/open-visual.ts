import { badInput } from '../core/errors.js';
import type { Detail } from '../core/images/encoder-size.js';
import type { ImageSourceInput } from '../core/images/picture.js';
import { Visual } from '../core/visual/visual.js';
import type { ResolverContext } from './context.js';

/** Fetches a picture and proves that it can be decoded: whatever is wrong with it shows here. */
export async function openVisual(source: ImageSourceInput, detail: Detail, { platform, operation }: ResolverContext): Promise<Visual> {
  const picture = await platform.sources.resolve(source, operation);
  const visual = new Visual(platform.visuals, operation, picture, detail);
  await visual.prove();
  return visual;
}

/** @throws BAD_INPUT when another encoder than the active one is asked for */
export function checkEncoder(name: string | null | undefined, { platform }: ResolverContext): void {
  const active = platform.encoder.manifest.name;
  if (name !== null && name !== undefined && name !== active)
    throw badInput('encoder', `"${name}" is not served here; this server runs "${active}".`);
}
