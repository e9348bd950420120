import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer';
import express from 'express';
import type { Config } from '../core/config.js';
import { createAccess } from './access/access.js';
import { startWarnings } from './access/start-warnings.js';
import { createApollo } from './apollo.js';
import { closeAll } from './close-all.js';
import { compose } from './compose.js';
import type { App, Overrides } from './compose.js';
import { routes } from './routes.js';
import { stopOnSignals } from './stop-on-signals.js';

/** How long answers under way may take once the server was told to stop, in milliseconds. */
const STOP_GRACE_MS = 10_000;

export interface RunningServer {
  /** With a slash at the end, e.g. `http://127.0.0.1:4000/`. */
  readonly url: string;
  readonly app: App;
  /** Resolves when the encoder is warm; the server listens before. */
  ready(): Promise<void>;
  /** Execution provider in use; null until the encoder is ready. */
  device(): string | null;
  /** Answers what is under way, refuses what is new, ends everything. Further calls wait for the first. */
  close(): Promise<void>;
}

export interface ServerOptions extends Overrides {
  /** Whether SIGTERM and SIGINT close the server and end the process; tests close it themselves. */
  readonly signals?: boolean;
}

/**
 * Starts DenseQL over HTTP. It listens while the encoder is still warming up: `/health/ready` tells.
 *
 * @throws Error when the address is taken or a setting about who may ask is wrong, or what compose throws
 */
export async function startServer(config: Config, { signals = true, ...overrides }: ServerOptions = {}): Promise<RunningServer> {
  // Before anything is started: a wrong setting must not leave a process behind.
  const access = createAccess(config);
  const app = await compose(config, { servesPictures: true, ...overrides });
  const { log } = app;
  // A failure shows in /health/ready and in every answer; without this it would end the process as an unhandled rejection.
  app.ready().then(
    () => log.info({ device: app.platform.encoder.status().device }, 'ready'),
    (error: unknown) => log.error({ err: error }, 'the encoder cannot start'),
  );
  const web = express();
  const http = createServer(web);
  // Longer than what stands in front of a server usually keeps idle connections, so that it never picks one being closed.
  http.keepAliveTimeout = 65_000;
  http.headersTimeout = 70_000;
  let stopping = false;
  const apollo = createApollo({
    schema: app.schema,
    config,
    log,
    plugins: [ApolloServerPluginDrainHttpServer({ httpServer: http, stopGracePeriodMillis: STOP_GRACE_MS })],
  });
  let closed: Promise<void> | null = null;
  const close = (): Promise<void> => {
    stopping = true;
    closed ??= closeAll([() => apollo.stop(), () => app.close()]);
    return closed;
  };
  try {
    await apollo.start();
    routes(web, { app, apollo, access, stopping: () => stopping });
    http.listen(config.PORT, config.HOST);
    await once(http, 'listening');
  } catch (error) {
    await close().catch(() => undefined); // the first failure is the one to tell
    throw error;
  }
  if (signals) stopOnSignals(close, log);
  const { port } = http.address() as AddressInfo;
  const host = config.HOST.includes(':') ? `[${config.HOST}]` : config.HOST;
  const url = `http://${host}:${port}/`;
  log.info({ url }, 'listening');
  for (const warning of startWarnings(config, access)) log.warn(warning);
  return { url, app, ready: () => app.ready(), device: () => app.platform.encoder.status().device, close };
}
