import { answerBox } from '../core/visual/answer-box.js';
import { heatmapFloat32, heatmapValues } from '../core/visual/heatmap.js';
import type { Heatmap } from '../core/visual/heatmap.js';
import type { Visual } from '../core/visual/visual.js';
import { MOST_PIXELS, maxSizeWithin } from './max-size.js';
import type { Resolvers } from './types.generated.js';

/** A heatmap with the visual it was asked of, whose original its box counts in. */
export interface HeatmapOf {
  readonly visual: Visual;
  readonly map: Heatmap;
}

export const heatmapResolvers = {
  Heatmap: {
    box: ({ map, visual }) => answerBox(map.box, visual.picture),
    width: ({ map }) => map.width,
    height: ({ map }) => map.height,
    min: ({ map }) => map.min,
    max: ({ map }) => map.max,
    values: ({ map }, { maxSize }) => heatmapValues(map, maxSizeWithin(maxSize, 1024)),
    float32: ({ map }) => heatmapFloat32(map),
    picture: ({ map }, { colormap, maxSize }, { platform, operation }) => {
      const { maps, channel, box, min, max } = map;
      return platform.pixels.heatmap({ maps, channel, box, min, max, colormap, maxSize: maxSizeWithin(maxSize, MOST_PIXELS) }, operation);
    },
  },
} satisfies Resolvers;
