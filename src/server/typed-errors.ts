import type { NextFunction, Request, Response } from 'express';
import { DenseqlError } from '../core/errors.js';
import { ClientGone } from './bodies.js';
import { sendError } from './send-error.js';

/** Answers typed errors, and nobody where the client has gone; everything else is for the next handler. */
export function typedErrors(error: unknown, _request: Request, response: Response, next: NextFunction): void {
  if (error instanceof ClientGone) return;
  if (!DenseqlError.is(error) || response.headersSent) return next(error);
  sendError(response, error);
}
