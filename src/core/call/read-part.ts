import { badInput } from '../errors.js';
import type { Box, Size } from '../geometry/box.js';

/** RGB of a part: 120 MB. Most pictures are decoded row by row, and may be larger. */
const MOST_PIXELS = 40_000_000;

interface Part {
  readonly box: Box;
  readonly size: Size;
}

/**
 * What a method asks of a picture's pixels, read once and before the first wait: equal questions share their work, by what they read as, so that
 * this must be what is done (a getter may say another thing each time).
 * @param maxPixels setting MAX_PIXELS: what is asked may be stretched to as many, and to 40 million at most
 * @throws BAD_INPUT
 */
export function readPart<Asked extends Part>(asked: Asked, maxPixels: number): Asked {
  const part = structuredClone(asked);
  const { box, size } = part;
  if (![box.x, box.y, box.width, box.height, size.width, size.height].every(Number.isFinite))
    throw badInput('box', 'box and size must be finite numbers.');
  const { width, height } = size;
  if (!(Number.isInteger(width) && Number.isInteger(height) && width >= 1 && height >= 1))
    throw badInput('size', `must be whole pixels, 1 or more on each side, not ${width} x ${height}.`);
  const most = Math.min(maxPixels, MOST_PIXELS);
  if (width * height > most)
    throw badInput(
      'size',
      `has ${width} x ${height} pixels, at most ${most} together are allowed${most === maxPixels ? ' (DENSEQL_MAX_PIXELS)' : ''}.`,
    );
  return part;
}
