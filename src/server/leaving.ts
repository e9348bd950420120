import type { RequestHandler, Response } from 'express';
import { joinedSignal } from './joined-signal.js';

/**
 * A signal that aborts when the client goes before its answer is complete, or when the server's time is over.
 *
 * @param over aborts, with a typed error as its reason, when nothing that is under way may go on
 */
export function leavingSignal(response: Response, over: AbortSignal): AbortSignal {
  const left = new AbortController();
  const { signal, leave } = joinedSignal([left.signal, over]);
  response.once('close', () => {
    if (!response.writableFinished) left.abort();
    leave();
  });
  return signal;
}

/** Ends requests whose client left while they waited for their turn: nobody would read the answer. */
export const onlyThoseWhoWait: RequestHandler = (_request, response, next) => {
  if (!response.closed) next();
};
