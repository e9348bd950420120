import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer';
import express from 'express';
import type { Config } from '../core/config.js';
import { DenseqlError } from '../core/errors.js';
import { createAccess } from './access/access.js';
import { startWarnings } from './access/start-warnings.js';
import { createApollo } from './apollo.js';
import { createBoundedServer } from './bounded-server.js';
import { closeAll } from './close-all.js';
import { compose } from './compose.js';
import type { App, Overrides } from './compose.js';
import { readCorsOrigins } from './cors-origins.js';
import { createLog } from './log.js';
import { routes } from './routes.js';
import { Streams } from './streams/streams.js';
import { stopOnSignals } from './stop-on-signals.js';
import { LAST_WORDS_MS } from './under-way.js';

/** How long connections may take to close once nothing is under way any more, in milliseconds: then they are cut. */
const CLOSING_MS = 300;
/** How long plugins, encoders and pixel workers may take to end. */
const ENDING_MS = 5_000;

export interface RunningServer {
  /** With a slash at the end, e.g. `http://127.0.0.1:4000/`. */
  readonly url: string;
  readonly app: App;
  /** Resolves when the encoder is warm; the server listens before. */
  ready(): Promise<void>;
  /** Execution provider in use; null until the encoder is ready. */
  device(): string | null;
  /** Whether it was told to close, and takes nothing new. */
  stopping(): boolean;
  /**
   * Refuses what is new, answers what is under way within DRAIN_MS, ends with STOPPING what is left, then closes everything. Further calls wait for the
   * first.
   */
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
  const log = overrides.log ?? createLog(config);
  const starting = start(config, { ...overrides, log });
  if (!signals) return starting;
  // From the first moment: who is told to stop while it starts ends in order, too.
  const limitMs = config.DRAIN_MS + LAST_WORDS_MS + CLOSING_MS + ENDING_MS;
  const takeBack = stopOnSignals(async () => (await starting).close(), log, limitMs);
  return starting.catch((error: unknown) => {
    takeBack();
    throw error;
  });
}

async function start(config: Config, overrides: Overrides): Promise<RunningServer> {
  // Before anything is started: a wrong setting must not leave a process behind.
  const access = createAccess(config);
  const origins = readCorsOrigins(config);
  const app = await compose(config, { servesPictures: true, ...overrides });
  const { log, underWay } = app;
  // A failure shows in /health/ready and in every answer; without this it would end the process as an unhandled rejection.
  app.ready().then(
    () => log.info({ device: app.platform.encoder.status().device }, 'ready'),
    (error: unknown) => {
      // Who waits for ready() is told the same, and says it.
      if (!underWay.stopping) log[DenseqlError.is(error) ? 'debug' : 'error']({ err: error }, 'the encoder cannot start');
    },
  );
  const web = express();
  const http = createBoundedServer(web, config, log);
  const streams = new Streams();
  const apollo = createApollo({
    schema: app.schema,
    config,
    log,
    streams,
    // It stops listening, closes connections as their answers end, and cuts what is left.
    plugins: [ApolloServerPluginDrainHttpServer({ httpServer: http, stopGracePeriodMillis: CLOSING_MS })],
  });
  let closed: Promise<void> | null = null;
  const close = (): Promise<void> => {
    const drain = (): Promise<void> => underWay.drain(http.listening ? config.DRAIN_LEAST_MS : 0);
    closed ??= closeAll([drain, () => apollo.stop(), () => app.close()]);
    return closed;
  };
  try {
    await apollo.start();
    routes(web, { app, apollo, streams, access, origins });
    http.listen(config.PORT, config.HOST);
    await once(http, 'listening');
  } catch (error) {
    await close().catch(() => undefined); // the first failure is the one to tell
    throw error;
  }
  const { port } = http.address() as AddressInfo;
  const host = config.HOST.includes(':') ? `[${config.HOST}]` : config.HOST;
  const url = `http://${host}:${port}/`;
  log.info({ url }, 'listening');
  for (const warning of startWarnings(config, access)) log.warn(warning);
  const device = (): string | null => app.platform.encoder.status().device;
  return { url, app, ready: () => app.ready(), device, stopping: () => underWay.stopping, close };
}
