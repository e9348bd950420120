import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';

/** A caller's own id is taken over when it is harmless in a log. */
const HARMLESS = /^[\w.:-]{1,64}$/;

/** Gives every request an id, answered as X-Request-Id: the log and masked errors name it. */
export function requestId(request: Request, response: Response, next: NextFunction): void {
  const given = request.get('x-request-id');
  response.locals['requestId'] = given !== undefined && HARMLESS.test(given) ? given : randomUUID();
  response.set('X-Request-Id', response.locals['requestId'] as string);
  next();
}

export const requestIdOf = (response: Response): string => response.locals['requestId'] as string;
