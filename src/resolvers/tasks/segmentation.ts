import type { GraphQLResolveInfo } from 'graphql';
import { runSegmenter } from '../../core/tasks/run-segmenter.js';
import { Segmenter } from '../../core/tasks/segmenter.js';
import { checkBackground, checkLabels } from '../../core/text/labels.js';
import { checkPrompts } from '../../core/text/prompts.js';
import { SegmentationAnswer } from '../../core/visual/segmentation.js';
import type { Visual } from '../../core/visual/visual.js';
import type { ResolverContext } from '../context.js';
import { MOST_PIXELS, maxSizeWithin } from '../max-size.js';
import { runTask } from '../run-task.js';
import type { Meta } from '../run-task.js';
import type { Resolvers, VisualSegmentationArgs } from '../types.generated.js';

/** A method's answer, with how it came about. */
export interface Segmentation {
  readonly answer: SegmentationAnswer;
  readonly meta: Meta;
}

async function segmentation(
  visual: Visual,
  asked: VisualSegmentationArgs,
  context: ResolverContext,
  info: GraphQLResolveInfo,
): Promise<Segmentation> {
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
    segments: ({ answer }) => answer.segments,
    labelMap: ({ answer }) => answer.labelMap(),
    overlay: ({ answer }, { opacity, maxSize }) => answer.overlay(opacity, maxSizeWithin(maxSize, MOST_PIXELS)),
    meta: ({ meta }) => meta,
  },
  Segment: {
    label: (segment) => segment.label,
    score: (segment) => segment.score,
    coverage: (segment) => segment.coverage(),
    box: (segment) => segment.box(),
    mask: (segment) => segment.mask(),
    scoreMap: (segment) => ({ visual: segment.visual, map: segment.scoreMap() }),
  },
} satisfies Resolvers;
