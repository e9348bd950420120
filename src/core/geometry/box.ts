/**
 * A rectangle in pixels of the upright original picture: x to the right, y down, from the top-left corner.
 * Fractions are allowed. Every box, point and polygon of an answer uses this frame, at any depth.
 */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Width and height in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A place in pixels from the upper left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The part of `box` inside `limit`; width or height is 0 or less where they do not meet. */
export function intersect(box: Box, limit: Box): Box {
  const x = Math.max(box.x, limit.x);
  const y = Math.max(box.y, limit.y);
  return {
    x,
    y,
    width: Math.min(box.x + box.width, limit.x + limit.width) - x,
    height: Math.min(box.y + box.height, limit.y + limit.height) - y,
  };
}

/** The size with the same aspect ratio whose long side is at most `maxSide`, never enlarged, each side at least 1. */
export function fitWithin(size: Size, maxSide: number): Size {
  const scale = Math.min(1, maxSide / Math.max(size.width, size.height));
  return { width: Math.max(1, Math.round(size.width * scale)), height: Math.max(1, Math.round(size.height * scale)) };
}
