import { finished } from 'node:stream';
import type { RequestHandler, Response } from 'express';
import type { DenseqlError, ErrorCode } from '../core/errors.js';

/** An error, or what GraphQL's own codes have names for. */
type Refusal = Pick<DenseqlError, 'message' | 'details'> & { readonly code: ErrorCode | 'BAD_REQUEST' | 'NOT_FOUND' };

/** What an error is over HTTP, where nothing of GraphQL has run. */
const STATUS: Partial<Record<Refusal['code'], number>> = {
  BAD_IMAGE: 400,
  BAD_INPUT: 400,
  BAD_REQUEST: 400,
  UNAUTHENTICATED: 401,
  ORIGIN_FORBIDDEN: 403,
  NOT_FOUND: 404,
  REQUEST_TIMEOUT: 408,
  IMAGE_TOO_LARGE: 413,
  LIMIT_EXCEEDED: 413,
  UNSUPPORTED_FORMAT: 415,
  HOST_FORBIDDEN: 421,
  RATE_LIMITED: 429,
  OVERLOADED: 503,
  STOPPING: 503,
};

/** How long a client that was answered may go on sending, in milliseconds, and how much. */
const LINGER_MS = 10_000;
const LINGER_BYTES = 64 * 1024 * 1024;

/**
 * Answers an error in the form that GraphQL answers have, at once, also while the client still sends. What still comes is read and thrown away, because
 * closing under it would reset the connection before the client gets to read the answer; who sends on and on is cut off.
 */
export function sendError(response: Response, error: Refusal, status = STATUS[error.code] ?? 500): void {
  const { code, message, details } = error;
  const text = JSON.stringify({ errors: [{ message, extensions: { code, ...details } }] });
  const { retryAfterMs } = details;
  if (typeof retryAfterMs === 'number') response.set('Retry-After', String(Math.ceil(retryAfterMs / 1000)));
  response
    .status(status)
    .type('json')
    .set('Content-Length', String(Buffer.byteLength(text)));
  // Who does not send is not waited for.
  if (status === 408) return void response.set('Connection', 'close').end(text);
  response.write(text);
  const { req: request } = response;
  const cut = setTimeout(() => request.destroy(), LINGER_MS);
  let left = LINGER_BYTES;
  request.on('data', (piece: Buffer) => {
    left -= piece.length;
    if (left < 0) request.destroy();
  });
  finished(request, { writable: false }, () => {
    clearTimeout(cut);
    response.end();
  });
}

/** There is nothing at this path. */
export const notFound = (response: Response, message = 'There is nothing here. GraphQL is at /graphql.'): void =>
  sendError(response.set('Cache-Control', 'no-store'), { code: 'NOT_FOUND', message, details: {} });

/** Answers methods that a path does not take. @param how the way out, a sentence */
export const onlyMethods =
  (allowed: string, how = ''): RequestHandler =>
  ({ method }, response) => {
    const message = `${method} is not allowed here, only ${allowed}. ${how}`.trim();
    sendError(response.set('Allow', allowed), { code: 'BAD_REQUEST', message, details: {} }, 405);
  };
