import type { NextFunction, Request, Response } from 'express';
import type { Logger } from 'pino';
import { requestIdOf } from './request-id.js';

/** One line a request, when it is over. Bodies and query strings stay out of it: they may hold pictures and secrets. */
export const requestLog =
  (log: Logger) =>
  (request: Request, response: Response, next: NextFunction): void => {
    const start = performance.now();
    // Read now: while a router works, it counts from where it is mounted.
    const { path } = request;
    // Before what Node does then, which may close the connection. A connection that is cut finishes its answer, too.
    let whole = false;
    response.prependOnceListener('finish', () => (whole = !request.socket.destroyed));
    response.once('close', () => {
      const facts = { requestId: requestIdOf(response), method: request.method, path, status: response.statusCode };
      const level = path.startsWith('/health/') ? 'trace' : 'info';
      log[level]({ ...facts, ms: Math.round(performance.now() - start), ...(!whole && { left: true }) }, 'request');
    });
    next();
  };
