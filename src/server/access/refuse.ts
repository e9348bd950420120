import type { Request, Response } from 'express';
import type { Config } from '../../core/config.js';
import type { DenseqlError } from '../../core/errors.js';
import { sendError } from '../uploads.js';
import { discardBody } from './discard-body.js';

/** Answers a request of which nothing but the head was read. */
export type Refuse = (request: Request, response: Response, status: number, error: DenseqlError) => void;

export const createRefuse =
  (config: Pick<Config, 'MAX_BODY_BYTES' | 'MAX_UPLOAD_BYTES'>): Refuse =>
  (request, response, status, error) => {
    discardBody(request, Math.max(config.MAX_BODY_BYTES, config.MAX_UPLOAD_BYTES));
    response.set('Cache-Control', 'no-store');
    sendError(response, status, error);
  };
