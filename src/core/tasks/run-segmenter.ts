import type { Operation } from '../operation.js';
import type { RegisteredMethod } from '../plugin/registry.js';
import { runMethod } from '../plugin/run-method.js';
import { checkSegmentResult } from './check-segment-result.js';
import type { SegmentCall, Segmenter, SegmentResult } from './segmenter.js';

/**
 * Calls a segmentation method under the operation's signal and deadline, and checks its answer.
 * The time it took, its waiting included, is added to the operation's `method` timing (milliseconds).
 *
 * @throws what `runMethod` throws; a wrong answer is PLUGIN_FAILED
 */
export async function runSegmenter(
  method: RegisteredMethod<Segmenter>,
  call: Omit<SegmentCall<unknown>, 'signal'>,
  operation: Operation,
): Promise<SegmentResult> {
  const started = performance.now();
  try {
    return await runMethod({
      plugin: method.plugin.name,
      method: method.key,
      signal: operation.signal,
      deadline: operation.deadline,
      run: async (signal) => checkSegmentResult(await method.instance.segment({ ...call, signal }), call.labels.length),
    });
  } finally {
    operation.addTiming('method', performance.now() - started);
  }
}
