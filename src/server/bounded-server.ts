import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { Logger } from 'pino';
import type { Config } from '../core/config.js';
import { answerClientErrors } from './client-errors.js';
import { boundConnections } from './connections.js';
import { askBeforeBodies } from './expect-continue.js';
import { answerHalfClosed } from './half-closed.js';
import { Lines } from './lines.js';

/** Longer than what stands in front of a server usually keeps idle connections, so that it never picks one being closed. */
const KEEP_ALIVE_MS = 65_000;
/** How often Node looks for requests that are late. */
const LOOK_MS = 1_000;

/**
 * An HTTP server that nobody holds up by being slow or many: requests must arrive in time, and connections are counted. How many requests one
 * connection may bring is not bounded, a client that must connect anew costs more, not less; but it brings them one after the other.
 */
export function createBoundedServer(handle: RequestListener, config: Config, log: Logger): Server {
  const { HEADERS_MS, REQUEST_MS } = config;
  const lines = new Lines();
  const http = createServer(
    {
      headersTimeout: Math.min(HEADERS_MS, REQUEST_MS),
      requestTimeout: REQUEST_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: Math.min(LOOK_MS, HEADERS_MS, REQUEST_MS),
    },
    lines.for(handle),
  );
  boundConnections(http, config, log);
  askBeforeBodies(http, handle, lines);
  answerClientErrors(http, config, lines);
  answerHalfClosed(http, lines);
  return http;
}
