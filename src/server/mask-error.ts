import type { Logger } from 'pino';
import { DenseqlError } from '../core/errors.js';

const MESSAGE = 'Something failed inside. The log has the details under this request id.';

/** Logs an error that no client may see, and gives the one that stands in its place. */
export function maskError(log: Logger, error: unknown, facts: { readonly requestId: string; readonly path?: unknown }): DenseqlError {
  log.error({ ...facts, err: error }, 'masked error');
  return new DenseqlError('INTERNAL_SERVER_ERROR', MESSAGE, { requestId: facts.requestId });
}
