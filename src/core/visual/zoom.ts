import { intersect } from '../geometry/box.js';
import type { Box, Size } from '../geometry/box.js';
import type { Detail } from '../images/encoder-size.js';
import type { PackManifest } from '../packs/manifest.js';

/** What a pass over a part looks at. */
export interface Zoom {
  /** The part and what is taken along of its surroundings, in whole pixels of the upright original. */
  readonly frame: Box;
  readonly detail: Detail;
}

/**
 * How a pack encodes a part of a picture again: with its surroundings, where the pack wants them (`image.zoom` of its manifest), since a thing is easier to
 * name where it stands; what is answered is of the part's own patches.
 *
 * @param seen detail of the visual that the part belongs to
 * @param asked detail that the caller names; absent: the pack's `image.zoom.detail`, else `seen`
 */
export function zoomInto(part: Box, whole: Size, seen: Detail, image: PackManifest['image'], asked?: Detail): Zoom {
  const { zoom } = image;
  const detail = asked ?? zoom?.detail ?? seen;
  if (!zoom) return { frame: part, detail };
  const across = zoom.margin * part.width;
  const down = zoom.margin * part.height;
  const left = Math.floor(part.x - across);
  const top = Math.floor(part.y - down);
  const right = Math.ceil(part.x + part.width + across);
  const bottom = Math.ceil(part.y + part.height + down);
  const frame = intersect({ x: left, y: top, width: right - left, height: bottom - top }, { x: 0, y: 0, ...whole });
  return { frame, detail };
}
