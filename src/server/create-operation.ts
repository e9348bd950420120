import { randomUUID } from 'node:crypto';
import type { Config } from '../core/config.js';
import { Operation } from '../core/operation.js';

/**
 * An operation with this server's limits, whose deadline starts now.
 *
 * @param signal aborts when whoever asks has left
 * @param id the request's id in the log and in masked errors
 */
export function createOperation(config: Config, signal: AbortSignal, id: string = randomUUID()): Operation {
  return new Operation(id, signal, performance.now() + config.DEADLINE_MS, {
    maxPasses: config.MAX_PASSES,
    maxTexts: config.MAX_TEXTS,
    maxMaskPixels: config.MAX_MASK_PIXELS,
    maxImages: config.MAX_IMAGES,
  });
}
