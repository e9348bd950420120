import type { Operation } from '../operation.js';
import type { RegisteredMethod } from '../plugin/registry.js';
import { checkCountResult } from './check-count-result.js';
import type { CountCall, Counter, CountResult } from './counter.js';
import { runRegistered } from './run-registered.js';

/**
 * Calls a counting method and checks its answer.
 *
 * @throws what `runRegistered` throws
 */
export const runCounter = (
  method: RegisteredMethod<Counter>,
  call: Omit<CountCall<unknown>, 'signal'>,
  operation: Operation,
): Promise<CountResult> =>
  runRegistered(method, operation, async (instance, signal) => checkCountResult(await instance.count({ ...call, signal }), call.image.box));
