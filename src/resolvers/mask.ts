import type { Point } from '../core/geometry/box.js';
import type { LabelPixels } from '../core/pixels/pixel-work.js';
import { answerBox } from '../core/visual/answer-box.js';
import type { AnswerBox } from '../core/visual/answer-box.js';
import type { LabelMapAnswer, MaskAnswer } from '../core/visual/segmentation.js';
import { toBase64 } from './picture.js';

/** What masks and label maps share: pixels over a box of an original. */
const extent = {
  box: ({ pixels, original }: Extent): AnswerBox => answerBox(pixels.box, original),
  width: ({ pixels }: Extent): number => pixels.width,
  height: ({ pixels }: Extent): number => pixels.height,
};

type Extent = Pick<MaskAnswer, 'pixels' | 'original'>;

const rleSize = ({ width, height }: LabelPixels): [number, number] => [height, width];

export const maskResolvers = {
  Mask: {
    ...extent,
    rle: async (mask: MaskAnswer): Promise<{ size: [number, number]; counts: string }> => ({
      size: rleSize(mask.pixels),
      counts: await mask.rle(),
    }),
    png: async (mask: MaskAnswer): Promise<string> => toBase64((await mask.png()).bytes),
    polygons: (mask: MaskAnswer): Promise<readonly (readonly Point[])[]> => mask.polygons(),
  },
  LabelMap: {
    ...extent,
    png: async (map: LabelMapAnswer): Promise<string> => toBase64((await map.png()).bytes),
  },
};
