import type { Size } from '../../core/index.js';
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
