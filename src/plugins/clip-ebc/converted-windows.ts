import type { Box, Size } from '../../core/index.js';
import type { ConvertedHead } from './converted-head.js';

type Sizes = Pick<ConvertedHead, 'block' | 'sizeMultiple' | 'window' | 'shortSide' | 'longSide'>;

/**
 * The size that a part is stretched to: its own, but the short side no less than `shortSide` and the long one no more than `longSide`, as the
 * authors prepare their data (preprocess.sh of their code: 448, and 2048 to 4096), in whole blocks. A side is never below a window's: their
 * windows do not fit smaller pictures.
 */
export function convertedSize(part: Size, { block, sizeMultiple, window, shortSide, longSide }: Sizes): Size {
  const scale = Math.min(Math.max(1, shortSide / Math.min(part.width, part.height)), longSide / Math.max(part.width, part.height));
  const [multiple, least] = window === null ? [sizeMultiple, sizeMultiple] : [block, window.side];
  const side = (pixels: number): number => Math.max(least, Math.round((pixels * scale) / multiple) * multiple);
  return { width: side(part.width), height: side(part.height) };
}

/** Where windows begin along an axis; the last one is shifted inward. */
function starts(length: number, { side, stride }: NonNullable<Sizes['window']>): number[] {
  const count = 1 + Math.ceil((length - side) / stride);
  return Array.from({ length: count }, (_, i) => Math.min(i * stride, length - side));
}

/** Windows over a size of `convertedSize`, row by row; the whole where the head has none (the ResNets). */
export function convertedWindows({ width, height }: Size, window: Sizes['window']): Box[] {
  if (window === null) return [{ x: 0, y: 0, width, height }];
  const { side } = window;
  return starts(height, window).flatMap((y) => starts(width, window).map((x) => ({ x, y, width: side, height: side })));
}
