import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { Router, type RequestHandler } from 'express';
import { GRAPHIQL_POLICY, PLAYGROUND_POLICY } from './page-policies.js';
import { notFound } from './send-error.js';

/** `/`, the playground, and `/graphiql`, as `npm run build` puts them into folders below `dist`. */
export function pagesRouter(dist: string): Router {
  const router = Router();
  router.use('/graphiql', page(join(dist, 'graphiql'), GRAPHIQL_POLICY), missing('GraphiQL', join(dist, 'graphiql')));
  // Whatever else there is stands before it: of the root it has the page itself and its files.
  router.use(page(join(dist, 'vision'), PLAYGROUND_POLICY));
  router.get('/', missing('The playground', join(dist, 'vision')));
  return router;
}

const isBuilt = (folder: string): boolean => existsSync(join(folder, 'index.html'));

/** The files of a page that was built into a folder; what is not among them goes on. */
function page(folder: string, policy: string): RequestHandler {
  const headers = { 'Content-Security-Policy': policy, 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer' };
  const files = express.static(folder, {
    setHeaders: (response, path) => {
      // Files with a hash in their names never change; the page that names them does.
      const hashed = /-[\w-]{8,}\.\w+$/.test(path);
      response.setHeader('Cache-Control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  const built = isBuilt(folder);
  return (request, response, next) => {
    response.set(headers);
    if (built) files(request, response, next);
    else next();
  };
}

const missing =
  (what: string, folder: string): RequestHandler =>
  (_request, response) =>
    notFound(response, isBuilt(folder) ? 'There is no such file.' : `${what} is not built. Run: npm run build`);
