import { DenseqlError } from '../errors.js';
import type { RegisteredMethod } from './methods.js';
import { NOTICE_CODES, type Said } from './notices.js';

export interface CheckedResult {
  readonly result: object;
  readonly form: string;
  readonly seed: number | null;
  readonly notices: readonly Said[];
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

const isSaid = (said: Partial<Said> | null): boolean =>
  typeof said === 'object' &&
  said !== null &&
  Object.hasOwn(NOTICE_CODES, String(said.code)) &&
  isText(said.message) &&
  (said.field === null || isText(said.field));

function problemOf(result: unknown, form: unknown, seed: unknown, notices: unknown): string | null {
  if (typeof result !== 'object' || result === null) return 'is no object';
  if (typeof form !== 'string' || form === '') return 'has no `form`, a text that is not empty';
  // GraphQL's Int, as which Meta shows it.
  if (seed !== null && seed !== undefined && (!Number.isInteger(seed) || (seed as number) !== ((seed as number) | 0)))
    return 'has a `seed` that is no whole number of 32 bits';
  if (!Array.isArray(notices) || !notices.every(isSaid)) return 'has `notices` that are no list of codes, messages and fields';
  return null;
}

/**
 * What every method's result says of itself, read once: the types alone do not hold for plugins in JavaScript.
 * @param result as the task's `check` gave it
 * @throws PLUGIN_FAILED naming the method and what is wrong
 */
export function checkResult(result: unknown, { plugin: { name }, key }: Pick<RegisteredMethod, 'plugin' | 'key'>): CheckedResult {
  const { form, seed, notices = [] } = (result ?? {}) as { form?: unknown; seed?: unknown; notices?: unknown };
  const problem = problemOf(result, form, seed, notices);
  if (problem === null) {
    const told = (notices as readonly Said[]).map(({ code, message, field }) => Object.freeze({ code, message, field }));
    return { result: result as object, form: form as string, seed: (seed as number | null | undefined) ?? null, notices: told };
  }
  throw new DenseqlError('PLUGIN_FAILED', `Plugin "${name}": the result of its method "${key}" ${problem}.`, { plugin: name, method: key });
}
