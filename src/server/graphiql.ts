import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { Router } from 'express';
import { notFound } from './send-error.js';

/**
 * Nothing from elsewhere, no inline script. Monaco starts its workers from files of this server, some through blob:
 * addresses, and writes style elements.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** `/graphiql`: the playground that `npm run build` puts into a folder; `/` leads there. */
export function graphiqlRouter(folder: string): Router {
  const router = Router();
  router.get('/', (_request, response) => response.redirect('/graphiql/'));
  router.use('/graphiql', (_request, response, next) => {
    response.set({ 'Content-Security-Policy': POLICY, 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer' });
    next();
  });
  if (existsSync(join(folder, 'index.html'))) {
    router.use(
      '/graphiql',
      express.static(folder, {
        setHeaders: (response, path) => {
          // Files with a hash in their names never change; the page that names them does.
          const hashed = /-[\w-]{8,}\.\w+$/.test(path);
          response.setHeader('Cache-Control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
        },
      }),
    );
  }
  router.use('/graphiql', (_request, response) => {
    const built = existsSync(join(folder, 'index.html'));
    notFound(response, built ? 'There is no such file.' : 'The playground is not built. Run: npm run build');
  });
  return router;
}
