import type { Colormap, EncodedPicture } from '../core/pixels/pixel-work.js';
import { answerBox } from '../core/visual/answer-box.js';
import type { AnswerBox } from '../core/visual/answer-box.js';
import { heatmapFloat32, heatmapValues } from '../core/visual/heatmap.js';
import type { Heatmap } from '../core/visual/heatmap.js';
import type { Visual } from '../core/visual/visual.js';
import type { ResolverContext } from './context.js';
import { MOST_PIXELS, maxSizeWithin } from './max-size.js';

/** A heatmap with the visual it was asked of, whose original its box counts in. */
export interface HeatmapOf {
  readonly visual: Visual;
  readonly map: Heatmap;
}

export const heatmapResolvers = {
  Heatmap: {
    box: ({ map, visual }: HeatmapOf): AnswerBox => answerBox(map.box, visual.picture),
    width: ({ map }: HeatmapOf): number => map.width,
    height: ({ map }: HeatmapOf): number => map.height,
    min: ({ map }: HeatmapOf): number => map.min,
    max: ({ map }: HeatmapOf): number => map.max,
    values: ({ map }: HeatmapOf, { maxSize }: { maxSize: number }): number[] => heatmapValues(map, maxSizeWithin(maxSize, 1024)),
    float32: ({ map }: HeatmapOf): string => heatmapFloat32(map),
    picture: (
      { map }: HeatmapOf,
      { colormap, maxSize }: { colormap: Colormap; maxSize: number },
      { platform, operation }: ResolverContext,
    ): Promise<EncodedPicture> => {
      const { maps, channel, box, min, max } = map;
      return platform.pixels.heatmap({ maps, channel, box, min, max, colormap, maxSize: maxSizeWithin(maxSize, MOST_PIXELS) }, operation);
    },
  },
};
