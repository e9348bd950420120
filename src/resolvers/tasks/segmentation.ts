import type { GraphQLResolveInfo } from 'graphql';
import type { EncodedPicture } from '../../core/pixels/pixel-work.js';
import { runSegmenter } from '../../core/tasks/run-segmenter.js';
import type { Prompts } from '../../core/tasks/task.js';
import { Segmenter } from '../../core/tasks/segmenter.js';
import { checkBackground, checkLabels } from '../../core/text/labels.js';
import { checkPrompts } from '../../core/text/prompts.js';
import { SegmentationAnswer } from '../../core/visual/segmentation.js';
import type { LabelMapAnswer, SegmentAnswer } from '../../core/visual/segmentation.js';
import type { Visual } from '../../core/visual/visual.js';
import type { By } from '../choose-method.js';
import type { ResolverContext } from '../context.js';
import type { HeatmapOf } from '../heatmap.js';
import { MOST_PIXELS, maxSizeWithin } from '../max-size.js';
import { runTask } from '../run-task.js';
import type { Meta } from '../run-task.js';

interface Arguments {
  labels: string[];
  prompts?: Prompts | null;
  background?: string[] | null;
  maxSize: number;
  by?: By;
}

interface Segmentation {
  readonly answer: SegmentationAnswer;
  readonly meta: Meta;
}

async function segmentation(visual: Visual, asked: Arguments, context: ResolverContext, info: GraphQLResolveInfo): Promise<Segmentation> {
  const { config, pixels } = context.platform;
  const maxSize = maxSizeWithin(asked.maxSize, MOST_PIXELS);
  const labels = checkLabels(asked.labels, config);
  const background = checkBackground(asked.background, config);
  const prompts = checkPrompts(asked.prompts, labels, config);
  const { result, meta } = await runTask({ task: Segmenter, visual, by: asked.by }, context, info, (method, call) =>
    runSegmenter(method, { ...call, labels, prompts, background }, context.operation),
  );
  return { answer: new SegmentationAnswer(visual, labels, result, maxSize, pixels), meta };
}

export const segmentationResolvers = {
  Visual: { segmentation },
  Segmentation: {
    segments: ({ answer }: Segmentation): readonly SegmentAnswer[] => answer.segments,
    labelMap: ({ answer }: Segmentation): Promise<LabelMapAnswer> => answer.labelMap(),
    overlay: ({ answer }: Segmentation, { opacity, maxSize }: { opacity: number; maxSize: number }): Promise<EncodedPicture> =>
      answer.overlay(opacity, maxSizeWithin(maxSize, MOST_PIXELS)),
  },
  Segment: {
    // The default resolver would do for the others: they are methods and properties of the same names.
    scoreMap: (segment: SegmentAnswer): HeatmapOf => ({ visual: segment.visual, map: segment.scoreMap() }),
  },
};
