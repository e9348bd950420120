import type { NextFunction, Request, Response } from 'express';
import { DenseqlError } from '../../core/errors.js';
import { sendError } from '../send-error.js';
import type { Access } from './access.js';
import { setClient } from './client-of.js';

/** Lets those pass who may ask, before anything of their body is read; others are told in the form that GraphQL errors have. */
export const guard =
  (access: Pick<Access, 'identify'>) =>
  async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    try {
      setClient(response, await access.identify(request));
    } catch (error) {
      if (!DenseqlError.is(error)) throw error;
      response.set('Cache-Control', 'no-store');
      if (error.code === 'UNAUTHENTICATED') response.set('WWW-Authenticate', 'Bearer');
      return sendError(response, error);
    }
    next();
  };
