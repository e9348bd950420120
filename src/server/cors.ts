import cors from 'cors';
import type { RequestHandler } from 'express';
import type { Config } from '../core/config.js';

/** Which pages of other origins may read answers; none unless the setting says so. */
export function corsFor({ CORS_ORIGIN }: Pick<Config, 'CORS_ORIGIN'>): RequestHandler {
  const origins = CORS_ORIGIN.split(',')
    .map((origin) => origin.trim())
    .filter(Boolean);
  if (origins.length === 0) return (_request, _response, next) => next();
  return cors({
    origin: origins.includes('*') ? '*' : origins,
    methods: ['GET', 'POST', 'OPTIONS'],
    exposedHeaders: ['X-Request-Id', 'Retry-After', 'WWW-Authenticate'],
    maxAge: 3600,
  });
}
