import type { Box } from '../core/geometry/box.js';
import type { SourcePicture } from '../core/images/picture.js';
import type { EncodedPicture } from '../core/pixels/encoded-picture.js';
import type { PictureFormat } from '../core/pixels/jobs/picture.js';
import { takeDrawing } from '../core/pixels/take-rendering.js';
import { MOST_PIXELS, maxSizeWithin } from '../core/visual/max-size.js';
import type { ResolverContext } from './context.js';

export interface RenderedPart {
  readonly source: SourcePicture;
  readonly box: Box;
  /** Longest side in pixels. */
  readonly maxSize: number;
  readonly format: PictureFormat;
}

/** A part of a picture as a picture of the answer. @throws BAD_INPUT, LIMIT_EXCEEDED before anything is rendered */
export async function renderPicture({ source, box, maxSize, format }: RenderedPart, context: ResolverContext): Promise<EncodedPicture> {
  const { operation, platform } = context;
  maxSizeWithin(maxSize, MOST_PIXELS);
  takeDrawing(operation, box, maxSize);
  return platform.pixels.run('picture', { picture: platform.pixels.share(source), box, maxSize, format }, operation);
}
