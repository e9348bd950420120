import { hexColor, labelColor } from '../core/geometry/palette.js';
import { answerBox } from '../core/visual/answer-box.js';
import type { MaskAnswer } from '../core/visual/masks.js';
import { toBase64 } from './picture.js';
import type { Resolvers } from './types.generated.js';

type Extent = Pick<MaskAnswer, 'id' | 'pixels' | 'original'>;

/** What masks and label maps share: pixels over a box of an original. */
const extent = {
  id: ({ id }: Extent) => id,
  box: ({ pixels, original }: Extent) => answerBox(pixels.box, original),
  width: ({ pixels }: Extent) => pixels.width,
  height: ({ pixels }: Extent) => pixels.height,
};

export const maskResolvers = {
  Mask: {
    ...extent,
    area: (mask) => mask.area,
    rle: async (mask) => ({ id: `${mask.id}/rle`, size: [mask.pixels.height, mask.pixels.width], counts: await mask.rle() }),
    png: async (mask, _, { operation }) => toBase64((await mask.png()).bytes, operation),
    polygons: (mask, { tolerance, minArea }) => mask.polygons({ tolerance: tolerance ?? null, minArea }),
    cutout: (mask, asked) => mask.cutout(asked),
  },
  LabelMap: {
    ...extent,
    labels: (map) => map.labels,
    colors: (map) => map.labels.map((_, place) => hexColor(labelColor(place))),
    png: async (map, _, { operation }) => toBase64((await map.png()).bytes, operation),
  },
} satisfies Resolvers;
