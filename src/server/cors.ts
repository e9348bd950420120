import cors from 'cors';
import type { Request, RequestHandler } from 'express';
import type { Logger } from 'pino';
import { DenseqlError } from '../core/errors.js';
import { sendError } from './send-error.js';

/** Origins that the log names; they are what clients write. */
const MOST_TOLD = 100;

/** Whether a page of another origin sent it, as far as that can be told: behind a proxy, the host may be one that no browser knows. */
function isForeign({ headers, host, protocol }: Request, origin: string): boolean {
  if (headers['sec-fetch-site'] !== undefined) return headers['sec-fetch-site'] !== 'same-origin';
  return origin !== `${protocol}://${host}`;
}

/**
 * Which pages of other origins may read answers. A preflight of another one is refused, and the log names its origin once; what comes without a preflight is
 * answered, and the browser keeps the answer from the page.
 * @param origins null: any
 */
export function corsFor(origins: ReadonlySet<string> | null, log: Logger): RequestHandler {
  const told = new Set<string>();
  const allow = cors({
    origin: origins === null ? '*' : [...origins],
    methods: ['GET', 'POST', 'OPTIONS'],
    exposedHeaders: ['X-Request-Id', 'Retry-After', 'WWW-Authenticate'],
    maxAge: 3600,
  });
  return (request, response, next) => {
    const { origin } = request.headers;
    if (origins === null || origin === undefined || origins.has(origin)) return allow(request, response, next);
    response.vary('Origin');
    if (!isForeign(request, origin)) return next();
    const named = origin.slice(0, 200);
    if (told.size < MOST_TOLD && !told.has(named)) {
      told.add(named);
      log.warn({ origin: named }, 'a page of this origin may not read answers: DENSEQL_CORS_ORIGIN does not list it');
    }
    // An origin never asks beforehand about itself.
    if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined) return next();
    response.set('Cache-Control', 'no-store');
    sendError(
      response,
      new DenseqlError('ORIGIN_FORBIDDEN', `Pages of "${named}" may not read answers here. DENSEQL_CORS_ORIGIN lists those that may.`),
    );
  };
}
