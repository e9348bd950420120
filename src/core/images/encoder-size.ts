import { badInput } from '../errors.js';
import type { Size } from '../geometry/box.js';
import type { PackManifest } from '../packs/manifest.js';

/** How finely a picture may be looked at, coarsest first. */
export const DETAILS = Object.freeze(['LOW', 'MEDIUM', 'HIGH'] as const);
/** How closely the encoder looks: the long side of its input, by the pack's table. */
export type Detail = (typeof DETAILS)[number];

/** A detail of a plugin: whatever else reads as one (an object's toString may say another thing each time) would put a pass under another's key. @throws BAD_INPUT */
export function checkDetail(detail: Detail): Detail {
  if (DETAILS.includes(detail)) return detail;
  throw badInput('detail', `must be one of ${DETAILS.join(', ')}.`);
}

/**
 * The encoder's input size in pixels for a picture (or a part of one). The aspect ratio is kept as far as whole multiples allow: both sides are rounded to
 * `sizeMultiple`, at least one multiple, at most `maxSide`. Small pictures are enlarged: patches, not pixels, are what detail means.
 */
export function encoderSize(size: Size, detail: Detail, image: PackManifest['image']): Size {
  const { sizeMultiple, maxSide } = image;
  const scale = image.detail[detail] / Math.max(size.width, size.height);
  const most = Math.max(1, Math.floor(maxSide / sizeMultiple));
  const side = (pixels: number): number => Math.min(most, Math.max(1, Math.round((pixels * scale) / sizeMultiple))) * sizeMultiple;
  return { width: side(size.width), height: side(size.height) };
}
