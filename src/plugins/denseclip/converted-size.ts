import type { Size } from '../../core/index.js';
import type { ConvertedHead } from './head.js';

type Sizes = Pick<ConvertedHead, 'sizeMultiple' | 'window' | 'outputStride' | 'shortSide'>;

/** The long side is never enlarged beyond it, in pixels: the released configurations' 2048. */
const LONGEST = 2048;

/**
 * The size that a part is stretched to, as its authors do it: the ratio kept, the short side `shortSide`, the long one 2048 at most. A side
 * that is cut into windows need only fit the output's stride; one that enters the graph whole must be a multiple of `sizeMultiple`.
 */
export function convertedSize(part: Size, { sizeMultiple, window, outputStride, shortSide }: Sizes): Size {
  const scale = Math.min(shortSide / Math.min(part.width, part.height), LONGEST / Math.max(part.width, part.height));
  const side = (pixels: number): number => {
    const scaled = pixels * scale;
    const multiple = window !== null && scaled >= window.side ? outputStride : sizeMultiple;
    return Math.max(sizeMultiple, Math.round(scaled / multiple) * multiple);
  };
  return { width: side(part.width), height: side(part.height) };
}
