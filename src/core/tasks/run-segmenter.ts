import type { Operation } from '../operation.js';
import type { RegisteredMethod } from '../plugin/registry.js';
import { checkSegmentResult } from './check-segment-result.js';
import { runRegistered } from './run-registered.js';
import type { SegmentCall, Segmenter, SegmentResult } from './segmenter.js';

/**
 * Calls a segmentation method and checks its answer.
 *
 * @throws what `runRegistered` throws
 */
export const runSegmenter = (
  method: RegisteredMethod<Segmenter>,
  call: Omit<SegmentCall<unknown>, 'signal'>,
  operation: Operation,
): Promise<SegmentResult> =>
  runRegistered(method, operation, async (instance, signal) =>
    checkSegmentResult(await instance.segment({ ...call, signal }), call.labels.length),
  );
