import type { Operation } from '../operation.js';
import type { RegisteredMethod } from '../plugin/registry.js';
import { runMethod } from '../plugin/run-method.js';

/**
 * Runs a task's method under the operation's signal and deadline: what the runners of all tasks share.
 * The time it took, its waiting included, is added to the operation's `method` timing (milliseconds).
 *
 * @param run calls the method and checks its answer
 * @throws what `runMethod` throws; a wrong answer is PLUGIN_FAILED
 */
export async function runRegistered<Method, Result>(
  { plugin, key, instance }: RegisteredMethod<Method>,
  operation: Operation,
  run: (instance: Method, signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const started = performance.now();
  const { signal, deadline } = operation;
  try {
    return await runMethod({ plugin: plugin.name, method: key, signal, deadline, run: (ends) => run(instance, ends) });
  } finally {
    operation.addTiming('method', performance.now() - started);
  }
}
