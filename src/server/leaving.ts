import type { Response } from 'express';

/** A signal that aborts when the client goes before its answer is complete. */
export function leavingSignal(response: Response): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
}
