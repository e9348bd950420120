import { join } from 'node:path';
import type { ApolloServer } from '@apollo/server';
import { expressMiddleware } from '@as-integrations/express5';
import type { Express } from 'express';
import { projectRoot } from '../core/project-root.js';
import type { ResolverContext } from '../resolvers/context.js';
import { Bodies } from './bodies.js';
import type { App } from './compose.js';
import { corsFor } from './cors.js';
import { createOperation } from './create-operation.js';
import { graphiqlRouter } from './graphiql.js';
import { healthRouter } from './health.js';
import { httpErrors } from './http-errors.js';
import { jsonBody } from './json-body.js';
import { leavingSignal } from './leaving.js';
import { picturesRouter } from './pictures.js';
import { requestId, requestIdOf } from './request-id.js';
import { requestLog } from './request-log.js';
import { stopGate } from './stop-gate.js';
import { typedErrors } from './typed-errors.js';
import { uploadsRouter } from './uploads.js';

/** All paths of the server. `apollo` must be started. */
export function routes(web: Express, app: App, apollo: ApolloServer<ResolverContext>): void {
  const { config, log, platform, underWay } = app;
  web.disable('x-powered-by');
  web.use(requestId, requestLog(log));
  web.use(
    healthRouter(
      () => platform.encoders.list()[0]!,
      () => underWay.stopping,
    ),
  );
  web.use(corsFor(config));
  web.use(stopGate(underWay));
  const bodies = new Bodies(config, underWay.over);
  web.use(uploadsRouter({ store: app.uploads, bodies, config }));
  web.use(picturesRouter(app.pictures));
  web.use(
    '/graphql',
    jsonBody(config, bodies),
    expressMiddleware(apollo, {
      context: async ({ res }) => ({ platform, operation: createOperation(config, leavingSignal(res, underWay.over), requestIdOf(res)) }),
    }),
  );
  web.use(graphiqlRouter(join(projectRoot(), 'dist', 'graphiql')));
  web.use((_request, response) => {
    response
      .status(404)
      .json({ errors: [{ message: 'There is nothing here. GraphQL is at /graphql.', extensions: { code: 'NOT_FOUND' } }] });
  });
  web.use(typedErrors, httpErrors(config, log));
}
