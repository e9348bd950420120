import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import pino from 'pino';
import { readConfig } from '../../src/core/config.js';
import type { Config } from '../../src/core/config.js';
import { startServer } from '../../src/server/http.js';
import type { RunningServer, ServerOptions } from '../../src/server/http.js';

/** An answer of /graphql as a test looks at it. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
  // Each test knows the shape of what it asked for.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

export interface TinyServer extends RunningServer {
  /** What was logged so far, one parsed line each. */
  readonly logged: readonly Record<string, unknown>[];
  /** Sends a query as a browser's client would. */
  query(query: string, variables?: unknown): Promise<Answer>;
  /** Sends anything as the body of POST /graphql. */
  send(body: string | Buffer, headers?: Record<string, string>): Promise<Answer>;
}

/** The real server on a free port with the tiny pack: colour words find coloured patches. Warm when it resolves. */
export async function startTiny(settings: Partial<Config> = {}, options: ServerOptions = {}): Promise<TinyServer> {
  const logged: Record<string, unknown>[] = [];
  const sink = new Writable({
    write(line: Buffer, _encoding, done) {
      logged.push(JSON.parse(line.toString()) as Record<string, unknown>);
      done();
    },
  });
  const config: Config = {
    ...readConfig({}),
    PORT: 0,
    DEVICE: 'cpu',
    PACK: fileURLToPath(new URL('../fixtures/packs/tiny', import.meta.url)),
    ...settings,
  };
  const server = await startServer(config, { signals: false, log: pino({ base: null }, sink), ...options });
  await server.ready();
  const send = async (body: string | Buffer, headers: Record<string, string> = {}): Promise<Answer> => {
    const response = await fetch(`${server.url}graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : new Uint8Array(body),
    });
    const text = await response.text();
    return { status: response.status, text, headers: response.headers, body: text.startsWith('{') ? (JSON.parse(text) as unknown) : null };
  };
  return { ...server, logged, send, query: (query, variables) => send(JSON.stringify({ query, variables })) };
}
