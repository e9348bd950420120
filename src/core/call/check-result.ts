import { DenseqlError } from '../errors.js';
import type { RegisteredMethod } from './methods.js';

export interface CheckedResult {
  readonly result: object;
  readonly form: string;
  readonly seed: number | null;
}

function problemOf(result: unknown, form: unknown, seed: unknown): string | null {
  if (typeof result !== 'object' || result === null) return 'is no object';
  if (typeof form !== 'string' || form === '') return 'has no `form`, a text that is not empty';
  // GraphQL's Int, as which Meta shows it.
  if (seed !== null && seed !== undefined && (!Number.isInteger(seed) || (seed as number) !== ((seed as number) | 0)))
    return 'has a `seed` that is no whole number of 32 bits';
  return null;
}

/**
 * What every method's result says of itself, read once: the types alone do not hold for plugins in JavaScript.
 * @param result as the task's `check` gave it
 * @throws PLUGIN_FAILED naming the method and what is wrong
 */
export function checkResult(result: unknown, { plugin: { name }, key }: Pick<RegisteredMethod, 'plugin' | 'key'>): CheckedResult {
  const { form, seed } = (result ?? {}) as { form?: unknown; seed?: unknown };
  const problem = problemOf(result, form, seed);
  if (problem === null) return { result: result as object, form: form as string, seed: (seed as number | null | undefined) ?? null };
  throw new DenseqlError('PLUGIN_FAILED', `Plugin "${name}": the result of its method "${key}" ${problem}.`, { plugin: name, method: key });
}
