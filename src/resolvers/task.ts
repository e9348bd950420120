import type { GraphQLResolveInfo } from 'graphql';
import type { AnyTask } from '../core/call/contract.js';
import type { Visual } from '../core/visual/visual.js';
import type { ResolverMap } from './assemble/parts.js';
import { namesSelected } from './budget/selected-fields.js';
import type { ResolverContext } from './context.js';

/**
 * The resolver of any task: its field on Visual asks. What the answer shows are properties of it, and methods that take the field's arguments:
 * GraphQL's own way of reading an object, so that a task needs no resolvers of its own.
 */
export const taskResolvers = (task: AnyTask): ResolverMap => ({
  Visual: {
    [task.name]: (visual: Visual, asked: object, { platform }: ResolverContext, info: GraphQLResolveInfo) => {
      let names: ReadonlySet<string> | null = null;
      const selects = (field: string): boolean => (names ??= namesSelected(info)).has(field);
      return platform.ask(task, visual, asked, { coerced: true, selects });
    },
  },
});
