import type { GraphQLResolveInfo } from 'graphql';
import { Counter } from '../../core/tasks/counter.js';
import { runCounter } from '../../core/tasks/run-counter.js';
import { checkText } from '../../core/text/check-texts.js';
import { checkPrompts } from '../../core/text/prompts.js';
import { CountAnswer } from '../../core/visual/count.js';
import type { Visual } from '../../core/visual/visual.js';
import type { ResolverContext } from '../context.js';
import { MOST_PIXELS, maxSizeWithin } from '../max-size.js';
import { runTask } from '../run-task.js';
import type { Meta } from '../run-task.js';
import type { Resolvers, VisualCountArgs } from '../types.generated.js';

/** A method's answer, with how it came about. */
export interface Count {
  readonly answer: CountAnswer;
  readonly meta: Meta;
}

async function count(visual: Visual, asked: VisualCountArgs, context: ResolverContext, info: GraphQLResolveInfo): Promise<Count> {
  const { config, pixels } = context.platform;
  const of = checkText(asked.of, 'of', config.MAX_LABEL_LENGTH);
  const prompts = checkPrompts(asked.prompts, [of], config);
  const { result, meta } = await runTask({ task: Counter, visual, by: asked.by }, context, info, (method, call) =>
    runCounter(method, { ...call, of, prompts }, context.operation),
  );
  return { answer: new CountAnswer(visual, of, result, pixels), meta };
}

export const countResolvers = {
  Visual: { count },
  Count: {
    of: ({ answer }) => answer.of,
    total: ({ answer }) => answer.result.total,
    uncertainty: ({ answer }) => answer.result.uncertainty,
    density: ({ answer }) => {
      const map = answer.density();
      return map && { visual: answer.visual, map };
    },
    points: ({ answer }, { limit }) => answer.points(limit),
    saturated: ({ answer }) => answer.result.saturated,
    score: ({ answer }) => answer.result.score,
    overlay: ({ answer }, { opacity, maxSize }) => answer.overlay(opacity, maxSizeWithin(maxSize, MOST_PIXELS)),
    meta: ({ meta }) => meta,
  },
} satisfies Resolvers;
