import type { GraphQLSchema } from 'graphql';
import { Router } from 'express';
import { printSdl } from './print-sdl.js';
import { onlyMethods } from './send-error.js';

/** `GET /schema.graphql`: the schema with directives, which introspection leaves out, e.g. @oneOf and @constraint; for code generators. */
export function sdlRouter(schema: GraphQLSchema): Router {
  // As bytes, which all who read it slowly share.
  let sdl: Buffer | null = null;
  const router = Router();
  router
    .route('/schema.graphql')
    .get((_request, response) => {
      sdl ??= Buffer.from(printSdl(schema));
      response.set({ 'Cache-Control': 'no-cache', 'X-Content-Type-Options': 'nosniff' }).type('text/plain; charset=utf-8').send(sdl);
    })
    .all(onlyMethods('GET, HEAD'));
  return router;
}
