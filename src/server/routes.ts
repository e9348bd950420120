import { join } from 'node:path';
import type { ApolloServer } from '@apollo/server';
import { expressMiddleware } from '@as-integrations/express5';
import type { Express, Response } from 'express';
import { projectRoot } from '../core/project-root.js';
import type { ResolverContext } from '../resolvers/context.js';
import { clientOf } from './access/client-of.js';
import type { Access } from './access/access.js';
import { guard } from './access/guard.js';
import { hostCheck } from './access/host-check.js';
import { Bodies } from './bodies.js';
import type { App } from './compose.js';
import { checkRequestSize } from './check-request-size.js';
import { corsFor } from './cors.js';
import { createOperation } from './create-operation.js';
import { getQueries, toPlayground } from './get-queries.js';
import { entrance } from './entrance.js';
import { healthRouter } from './health.js';
import { httpErrors } from './http-errors.js';
import { jsonBody } from './json-body.js';
import { leavingSignal, onlyThoseWhoWait } from './leaving.js';
import { pagesRouter } from './pages.js';
import { picturesRouter } from './pictures.js';
import { requestId, requestIdOf } from './request-id.js';
import { requestLog } from './request-log.js';
import { sdlRouter } from './sdl-router.js';
import { notFound, onlyMethods } from './send-error.js';
import { slowReaders } from './slow-readers.js';
import { stopGate } from './stop-gate.js';
import { streamAnswers } from './streams/stream-answers.js';
import type { Streams } from './streams/streams.js';
import { typedErrors } from './typed-errors.js';
import { roomOf, unreadAnswers } from './unread-answers.js';
import { uploadsRouter } from './uploads.js';

export interface RoutesParts {
  readonly app: App;
  /** Must be started. */
  readonly apollo: ApolloServer<ResolverContext>;
  /** What subscriptions answer. */
  readonly streams: Streams;
  readonly access: Access;
  /** Origins whose pages may read answers; null: any. */
  readonly origins: ReadonlySet<string> | null;
}

const onlyGetAndPost = onlyMethods('GET, POST', 'Send JSON by POST: Content-Type: application/json and {"query": "...", "variables": {}}.');

/** All paths of the server. */
export function routes(web: Express, { app, apollo, streams, access, origins }: RoutesParts): void {
  const { config, log, platform, underWay } = app;
  web.disable('x-powered-by');
  // Of an answer of megabytes, its hash would hold up the event loop; nobody asks for the same again by POST. Files have their own.
  web.disable('etag');
  web.set('trust proxy', access.trustProxy);
  web.use(requestId, requestLog(log), slowReaders(config, log), unreadAnswers(config));
  web.use(
    healthRouter(
      () => platform.encoders.list()[0]!,
      () => underWay.stopping,
    ),
  );
  // Not before health: who balances load asks by address.
  web.use(hostCheck(access.hosts));
  web.use(corsFor(origins, log));
  web.use(stopGate(underWay));
  // The page and rendered pictures need no key: the page holds nothing, and browsers fetch pictures without headers.
  web.use('/graphql', toPlayground);
  web.use(['/graphql', '/uploads', '/schema.graphql'], guard(access));
  const contextOf = (response: Response): ResolverContext => ({
    platform,
    operation: createOperation(config, leavingSignal(response, underWay.over), requestIdOf(response), clientOf(response), roomOf(response)),
  });
  const bodies = new Bodies(config, underWay.over);
  web.use(uploadsRouter({ store: app.uploads, bodies, over: underWay.over, config }));
  web.use(picturesRouter(app.pictures));
  web.use(sdlRouter(app.schema));
  web.use('/graphql', (request, response, next) =>
    ['GET', 'POST'].includes(request.method) ? next() : onlyGetAndPost(request, response, next),
  );
  web.use(
    '/graphql',
    getQueries(origins),
    jsonBody(config, bodies),
    checkRequestSize(config),
    entrance(),
    onlyThoseWhoWait,
    streamAnswers({ apollo, streams, mostTokens: config.MAX_TOKENS, context: contextOf }),
    expressMiddleware(apollo, { context: async ({ res }) => contextOf(res) }),
  );
  web.use(pagesRouter(join(projectRoot(), 'dist')));
  web.use((_request, response) => notFound(response));
  web.use(typedErrors, httpErrors(config, log));
}
