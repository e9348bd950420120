import type { Box, Size } from '../geometry/box.js';
import { badInput } from '../errors.js';

/** Boxes that went through arithmetic (normalized to pixels) end a hair beside whole pixels; that hair is no pixel. */
const HAIR = 1e-6;

/**
 * The whole pixels that a box touches, within the picture: a crop cannot begin inside a pixel. Whoever shows the crop's features must use this box
 * as their frame, or the map lies up to a pixel beside the picture.
 *
 * @throws BAD_INPUT when the box does not meet the picture
 */
export function pixelBox(box: Box, size: Size): Box {
  const left = Math.max(0, Math.floor(box.x + HAIR));
  const top = Math.max(0, Math.floor(box.y + HAIR));
  const right = Math.min(size.width, Math.ceil(box.x + box.width - HAIR));
  const bottom = Math.min(size.height, Math.ceil(box.y + box.height - HAIR));
  if (!(right > left && bottom > top && box.width > 0 && box.height > 0))
    throw badInput('box', `it does not meet the picture of ${size.width} x ${size.height} px.`);
  return { x: left, y: top, width: right - left, height: bottom - top };
}
