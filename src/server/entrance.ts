import type { RequestHandler } from 'express';
import { breathe } from '../core/math/breathe.js';
import { Turns } from '../core/turns.js';
import { clientOf } from './access/client-of.js';

/**
 * Lets requests in one after the other, in turns between clients. To read and to check one query may take a hundred milliseconds; of a hundred that come at
 * once, nobody else must wait for all.
 */
export function entrance(): RequestHandler {
  const waiting = new Turns<() => Promise<void>>();
  let open = false;
  const letIn = async (): Promise<void> => {
    open = true;
    for (let next = waiting.next(); next !== null; next = waiting.next()) await next();
    open = false;
  };
  return (_request, response, next) => {
    const lane = { client: clientOf(response).who };
    waiting.add(lane, () => {
      next();
      return breathe(lane);
    });
    if (!open) void letIn();
  };
}
