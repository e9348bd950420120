import type { NextFunction, Request, Response } from 'express';
import type { Logger } from 'pino';
import type { Config } from '../core/config.js';
import { bodyTooLarge } from './json-body.js';
import { maskError } from './mask-error.js';
import { requestIdOf } from './request-id.js';
import { sendError } from './send-error.js';

/** What body-parser, or we, say of a body that is refused. */
interface BodyError {
  readonly type: string;
  readonly status: number;
  readonly length?: number;
  readonly body?: unknown;
}

const isBodyError = (error: unknown): error is BodyError =>
  error instanceof Error &&
  typeof (error as Partial<BodyError>).type === 'string' &&
  typeof (error as Partial<BodyError>).status === 'number';

const answer = (response: Response, status: number, message: string, extensions: object): void => {
  response.status(status).json({ errors: [{ message, extensions }] });
};

/** The last handler: what failed before GraphQL saw it, in the form that GraphQL errors have. Never a stack, never HTML. */
export const httpErrors =
  (config: Pick<Config, 'MAX_BODY_BYTES'>, log: Logger) =>
  // Express tells error handlers by their four parameters.
  (error: unknown, { headers }: Request, response: Response, next: NextFunction): void => {
    if (response.headersSent) return next(error);
    // Small as it came, and too large once it is no longer compressed.
    if (isBodyError(error) && error.type === 'entity.too.large')
      return sendError(response, bodyTooLarge(error.length ?? config.MAX_BODY_BYTES + 1, config));
    if (isBodyError(error) && error.type === 'entity.parse.failed' && isValue(error.body))
      return answer(response, 400, `The body is JSON, and no object. ${HOW}`, { code: 'BAD_REQUEST' });
    if (isNotCompressed(error) && headers['content-encoding'] !== undefined)
      return answer(response, 400, notAsAnnounced(headers['content-encoding']), { code: 'BAD_REQUEST' });
    if (isBodyError(error) && error.status < 500)
      return answer(response, error.status, BODY[error.type] ?? 'The request cannot be read.', { code: 'BAD_REQUEST' });
    // Express's own, e.g. for a path that cannot be decoded.
    const status = (error as { status?: unknown } | null)?.status;
    if (typeof status === 'number' && status >= 400 && status < 500)
      return answer(response, status, 'The request cannot be read.', { code: 'BAD_REQUEST' });
    const { message, code, details } = maskError(log, error, { requestId: requestIdOf(response) });
    answer(response, 500, message, { code, ...details });
  };

/** What zlib says of bytes that are not of the form that it is told. */
const isNotCompressed = (error: unknown): boolean => /^(?:Z_|ERR_)/.test(String((error as { code?: unknown } | null)?.code));
const notAsAnnounced = (encoding: string): string =>
  `The header Content-Encoding announces ${JSON.stringify(encoding.slice(0, 40))}, and the body is not, or not wholly, of that form. Compress it so, or leave the header out.`;

const HOW = 'Send {"query": "...", "variables": {}}.';

/** Whether it is JSON that is neither an object nor a list; longer ones are nobody's mistake. */
function isValue(body: unknown): boolean {
  if (typeof body !== 'string' || body.length > 1000) return false;
  try {
    JSON.parse(body);
    return true;
  } catch {
    return false;
  }
}

const BODY: Readonly<Record<string, string>> = {
  'type.refused': `Only JSON is read here, no forms, no plain texts, no pictures. Send Content-Type: application/json and {"query": "...", "variables": {}}. Send pictures to POST /uploads and name them by { upload: id }.`,
  'body.missing': `The request has no body. Send Content-Type: application/json and {"query": "...", "variables": {}}.`,
  'entity.parse.failed': `The body is not JSON. ${HOW}`,
  'charset.unsupported': 'The body must be UTF-8.',
  'encoding.unsupported': 'The body is compressed in a way that is not read here.',
  'request.aborted': 'The body was cut off.',
  'request.size.invalid': 'The body is not as long as its header says.',
};
