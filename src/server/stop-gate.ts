import type { RequestHandler } from 'express';
import { stopping } from '../core/errors.js';
import type { DenseqlError } from '../core/errors.js';
import { sendError } from './send-error.js';
import type { UnderWay } from './under-way.js';

/** What is work, or would be lost: pictures that answers tell of are still fetched. */
const NEW_WORK = /^\/(graphql|uploads)(\/|$)/i;

/** What a request is told that comes after the server was told to stop. */
export const refusal = (): DenseqlError => stopping('The server is stopping and takes nothing new. Send it again.');

/**
 * Counts requests under way. Once the server was told to stop, new work is refused, and every answer is the last one of its connection: the client's
 * next request finds its way to another server. Mount it behind health, which is asked all the time, and CORS, so that pages can read the refusal.
 */
export const stopGate =
  (underWay: UnderWay): RequestHandler =>
  (request, response, next) => {
    const last = (): void => {
      if (!response.headersSent) response.set('Connection', 'close');
    };
    if (underWay.stopping) {
      last();
      if (NEW_WORK.test(request.path)) return sendError(response, refusal());
    }
    response.once('close', underWay.begin(last));
    next();
  };
