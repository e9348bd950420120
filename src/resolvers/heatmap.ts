import { shareMaps } from '../core/pixels/shared.js';
import { takeRendering } from '../core/pixels/take-rendering.js';
import { answerBox } from '../core/visual/answer-box.js';
import { heatmapFloat32, heatmapValues } from '../core/visual/heatmap.js';
import { MOST_PIXELS, maxSizeWithin } from '../core/visual/max-size.js';
import type { Resolvers } from './types.generated.js';

export const heatmapResolvers = {
  Heatmap: {
    id: ({ id }) => id,
    box: ({ map, original }) => answerBox(map.box, original),
    width: ({ map }) => map.width,
    height: ({ map }) => map.height,
    min: ({ map }) => map.min,
    max: ({ map }) => map.max,
    values: ({ map }, { maxSize }) => heatmapValues(map, maxSizeWithin(maxSize, 1024)),
    float32: ({ map }) => heatmapFloat32(map),
    picture: ({ map }, { colormap, maxSize }, { platform, operation }) => {
      const { maps, channel, box, min, max } = map;
      const input = { maps: shareMaps(maps), channel, box, min, max, colormap, maxSize: maxSizeWithin(maxSize, MOST_PIXELS) };
      takeRendering(operation, box, maxSize);
      return platform.pixels.run('heatmap', input, operation);
    },
  },
} satisfies Resolvers;
