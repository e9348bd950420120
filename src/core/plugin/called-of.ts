import type { AnyTask } from '../call/contract.js';
import { heard } from '../heard.js';

/**
 * Names of the functions that a task calls of a method, found by calling one that only listens: a class in JavaScript that lacks one would fail at the first
 * question.
 */
export function calledOf(task: AnyTask): readonly string[] {
  const called: string[] = [];
  const listener = new Proxy(
    {},
    {
      get:
        (_target, name) =>
        (...asked: unknown[]) => {
          if (typeof name === 'string' && asked.length > 0) called.push(name);
          return new Promise(() => undefined);
        },
    },
  );
  try {
    void heard(task.call(listener, {}));
  } catch {
    // It makes more of the call than handing it on: nothing is known then.
    return [];
  }
  return called;
}
