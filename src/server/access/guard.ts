import type { NextFunction, Request, Response } from 'express';
import { DenseqlError } from '../../core/errors.js';
import type { Access } from './access.js';
import { setClient } from './client-of.js';
import type { Refuse } from './refuse.js';

/** Lets those pass who may ask, before anything of their body is read; others are told in the form that GraphQL errors have. */
export const guard =
  (access: Pick<Access, 'identify'>, refuse: Refuse) =>
  async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    try {
      setClient(response, await access.identify(request));
    } catch (error) {
      if (!DenseqlError.is(error)) throw error;
      const { retryAfterMs } = error.details;
      if (typeof retryAfterMs === 'number') response.set('Retry-After', String(Math.ceil(retryAfterMs / 1000)));
      if (error.code === 'UNAUTHENTICATED') response.set('WWW-Authenticate', 'Bearer');
      return refuse(request, response, error.code === 'UNAUTHENTICATED' ? 401 : 429, error);
    }
    next();
  };
