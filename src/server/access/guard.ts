import type { NextFunction, Request, Response } from 'express';
import { ANYBODY, type Client } from '../../core/client.js';
import type { Config } from '../../core/config.js';
import { DenseqlError } from '../../core/errors.js';
import { sendError } from '../uploads.js';
import type { Access } from './access.js';
import { discardBody } from './discard-body.js';

/** Who sent the request, once {@link guard} has let it pass. */
export const clientOf = (response: Response): Client => (response.locals['client'] as Client | undefined) ?? ANYBODY;

/** Lets those pass who may ask, before anything of their body is read; others are told in the form that GraphQL errors have. */
export const guard =
  (access: Access, config: Pick<Config, 'MAX_BODY_BYTES' | 'MAX_UPLOAD_BYTES'>) =>
  async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    try {
      response.locals['client'] = await access.identify(request);
    } catch (error) {
      if (!DenseqlError.is(error)) throw error;
      discardBody(request, Math.max(config.MAX_BODY_BYTES, config.MAX_UPLOAD_BYTES));
      response.set('Cache-Control', 'no-store');
      if (error.code === 'UNAUTHENTICATED') response.set('WWW-Authenticate', 'Bearer');
      const { retryAfterMs } = error.details;
      if (typeof retryAfterMs === 'number') response.set('Retry-After', String(Math.ceil(retryAfterMs / 1000)));
      return sendError(response, error.code === 'UNAUTHENTICATED' ? 401 : 429, error);
    }
    next();
  };
