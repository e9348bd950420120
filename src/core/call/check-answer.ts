import { types } from 'node:util';
import { DenseqlError } from '../errors.js';
import { hearWithin } from '../heard.js';
import type { Answered } from './contract.js';

function problemOf(answer: unknown): string | null {
  if (answer === null || answer === undefined) return 'nothing';
  // Whatever has a `then` is waited for on its way to the client, and would give another thing than what was looked over here.
  if (types.isPromise(answer) || typeof (answer as { then?: unknown }).then === 'function') return 'a promise';
  if (Array.isArray(answer)) return 'a list';
  return typeof answer === 'object' ? null : `a ${typeof answer}`;
}

/**
 * What a task's `answer` gave, with what the host adds. Promises that it holds count as heard: a field that nobody selects must not end the process.
 * @param plugin whose method ran
 * @throws PLUGIN_FAILED where it is no object of its own
 */
export function checkAnswer(
  answer: unknown,
  given: Answered,
  { plugin, task }: { readonly plugin: string; readonly task: string },
): object {
  const failed = (problem: string) =>
    new DenseqlError('PLUGIN_FAILED', `Plugin "${plugin}": what \`answer\` of ${task} gives ${problem}.`, { plugin });
  hearWithin(answer);
  const problem = problemOf(answer);
  if (problem !== null) throw failed(`must be an object, at once, not ${problem}`);
  if (!Object.isExtensible(answer)) throw failed('is frozen: the host adds `id` and `meta` to it');
  return Object.assign(answer as object, given);
}
