import type { NextFunction, Request, Response } from 'express';

/** The header by which a client proves to Apollo that no page of another site made a browser send this. */
const PROOF = 'apollo-require-preflight';

/**
 * Whether a request shows by itself that no page of a site that is not allowed made a browser send it. Browsers say where a request comes from, and no page
 * can change it; to hosts without TLS they say nothing of it, but then they still name themselves, which no page can change without asking first (CORS).
 */
function isProven({ headers }: Request, origins: ReadonlySet<string> | null): boolean {
  const site = headers['sec-fetch-site'];
  if (site === 'same-origin' || site === 'none') return true;
  // Those pages may send it as JSON as well. Where all may, none is proven by that.
  if (headers.origin !== undefined) return origins?.has(headers.origin) ?? false;
  return site === undefined && !/^mozilla\//i.test(headers['user-agent'] ?? '');
}

/**
 * Queries by GET, as clients send short or persisted ones, pass Apollo's protection against requests of other sites (CSRF) without a header of their own where
 * they are proven otherwise: the protection keeps pages from making others' browsers ask for work. Mutations come by POST alone, which Apollo sees to, so that a
 * proof says nothing for them.
 */
export const getQueries =
  (origins: ReadonlySet<string> | null) =>
  (request: Request, _response: Response, next: NextFunction): void => {
    if (['GET', 'HEAD'].includes(request.method) && isProven(request, origins)) request.headers[PROOF] ??= 'proven';
    next();
  };

/** Somebody who opens the address in a browser is led to the playground beside it; relative, as a proxy may have put it below a path. */
export function toPlayground(request: Request, response: Response, next: NextFunction): void {
  const isPage = request.method === 'GET' && request.path === '/' && request.accepts(['json', 'html']) === 'html';
  if (!isPage || request.query['query'] !== undefined || request.query['extensions'] !== undefined) return next();
  const { pathname } = new URL(request.originalUrl, 'http://localhost');
  response.vary('Accept').redirect(pathname.endsWith('/') ? '../graphiql/' : 'graphiql/');
}
