import { coerceInputValue, isInputObjectType } from 'graphql';
import type { GraphQLInputType, GraphQLSchema } from 'graphql';
import type { Encoder } from '../core/encoder/encoder.js';
import { badInput } from '../core/errors.js';
import { givesOf } from '../core/plugin/missing-needs.js';
import type { RegisteredMethod } from '../core/plugin/registry.js';
import type { Task } from '../core/tasks/task.js';
import type { Platform } from './context.js';

export interface ChosenMethod<Method> {
  readonly method: RegisteredMethod<Method>;
  /** As the plugin's SDL declares them, defaults filled in. */
  readonly options: unknown;
}

/** The value of a @oneOf argument: its one member. */
export type By = Readonly<Record<string, unknown>> | null | undefined;

function optionsType(task: Task<unknown>, key: string, schema: GraphQLSchema): GraphQLInputType | undefined {
  const input = schema.getType(task.methodInput);
  return isInputObjectType(input) ? input.getFields()[key]?.type : undefined;
}

/** The defaults of a method's options, or null when one of them is required. */
function defaultOptions(type: GraphQLInputType | undefined): { value: unknown } | null {
  if (!type) return null;
  let complete = true;
  const value: unknown = coerceInputValue({}, type, () => {
    complete = false;
  });
  return complete ? { value } : null;
}

/**
 * The method that `by` names, or the task's default one with its default options.
 *
 * @param encoder whose features the method would get
 * @throws PLUGIN_UNAVAILABLE
 */
export function chooseMethod<Method>(
  task: Task<Method>,
  by: By,
  schema: GraphQLSchema,
  { registry, encoder }: Pick<Platform, 'registry'> & { readonly encoder: Encoder },
): ChosenMethod<Method> {
  const gives = givesOf(encoder.manifest);
  const entry = Object.entries(by ?? {})[0];
  if (entry) {
    const [key, options] = entry;
    if (options === null || options === undefined) throw badInput(`by.${key}`, 'must not be null; {} takes the default options.');
    return { method: registry.select(task, key, gives), options };
  }
  const defaults = (candidate: RegisteredMethod<Method>) => defaultOptions(optionsType(task, candidate.key, schema));
  const method = registry.select(task, null, gives, (candidate) => defaults(candidate) !== null);
  return { method, options: defaults(method)?.value };
}
