import { randomUUID } from 'node:crypto';
import type { Client } from '../core/client.js';
import type { Config } from '../core/config.js';
import { Operation } from '../core/operation.js';

/**
 * An operation with this server's limits, whose deadline starts now.
 *
 * @param signal aborts when whoever asks has left
 * @param id the request's id in the log and in masked errors
 * @param client who asks; absent: anybody
 */
export function createOperation(config: Config, signal: AbortSignal, id: string = randomUUID(), client?: Client): Operation {
  const limits = {
    maxPasses: config.MAX_PASSES,
    maxTexts: config.MAX_TEXTS,
    maxMaskPixels: config.MAX_MASK_PIXELS,
    maxImages: config.MAX_IMAGES,
  };
  return new Operation(id, signal, performance.now() + config.DEADLINE_MS, limits, client);
}
