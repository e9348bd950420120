import { Writable } from 'node:stream';
import type { ExecutionResult } from 'graphql';
import pino from 'pino';
import { readConfig, type Config } from '../core/config.js';
import type { Encoder } from '../core/encoder/contract/encoder.js';
import type { Plugin } from '../core/plugin/define-plugin.js';
import { NO_FILE, type PluginsFile } from '../core/plugin/plugins-file.js';
import { compose, type App } from '../server/compose.js';
import { createFakeEncoder } from './fake-encoder.js';
import { tinyPack } from './tiny-pack.js';

/** What answers in a test: an encoder, or a pack for a real one. */
export type TestEncoder = Encoder | 'tiny' | { readonly pack: string };

const packOf = (encoder: TestEncoder | undefined): string | undefined =>
  encoder === 'tiny' ? tinyPack() : encoder !== undefined && 'pack' in encoder ? encoder.pack : undefined;

/** What a server in a test has: plugins, encoder, settings. */
export interface TestServerOptions {
  /** Under test, after the built-in ones. */
  readonly plugins?: readonly Plugin[];
  /** Whether those stand in the place of built-in ones of the same name; otherwise equal names are refused. */
  readonly replaces?: boolean;
  /** What an operator says in `denseql.config.ts`; absent: nothing. */
  readonly file?: Partial<PluginsFile>;
  /**
   * Absent: a fake one; `tiny`: a real encoder in a process of its own, on a pack of a few kilobytes; `{ pack }`: the same on any pack, by the name of one that is
   * installed or the path of its folder.
   */
  readonly encoder?: TestEncoder;
  /** Settings by their names without `DENSEQL_`. */
  readonly settings?: Partial<Config>;
}

/** A server without a transport. */
export interface TestServer {
  readonly app: App;
  /** Asks as a client does, under the same limits; reasons of PLUGIN_FAILED are in `extensions.reason`. */
  // Each test knows the shape of what it asked for.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  query(text: string, variables?: Readonly<Record<string, unknown>>, signal?: AbortSignal): Promise<ExecutionResult<any>>;
  /** Lines of the log so far. */
  readonly logged: readonly Readonly<Record<string, unknown>>[];
  /** Ends the server and all that it started. */
  close(): Promise<void>;
}

/**
 * The whole server in this process, with the plugins, and no port.
 * @throws Error where a plugin keeps it from starting, as the server itself says it
 * @example
 * const server = await createTestServer({ plugins: [mine] });
 * const { data } = await server.query('query ($source: ImageSource!) { image(source: $source) { width } }', { source });
 */
export async function createTestServer({
  plugins = [],
  replaces = false,
  file = {},
  encoder,
  settings = {},
}: TestServerOptions = {}): Promise<TestServer> {
  const logged: Record<string, unknown>[] = [];
  const sink = new Writable({
    write(line: Buffer, _encoding, done) {
      logged.push(JSON.parse(line.toString()) as Record<string, unknown>);
      done();
    },
  });
  const own = { ...readConfig({}), DEVICE: 'cpu' as const, PIXEL_THREADS: 1, SHOW_CAUSES: true };
  const pack = packOf(encoder);
  const config: Config = { ...own, ...(pack !== undefined && { PACK: pack }), ...settings };
  const overrides = { plugins, replaces, file: { ...NO_FILE, ...file }, log: pino({ base: null }, sink) };
  const given = pack === undefined && { encoder: (encoder as Encoder | undefined) ?? createFakeEncoder() };
  const app = await compose(config, { ...overrides, ...given });
  try {
    await app.ready();
  } catch (error) {
    await app.close();
    throw error;
  }
  return {
    app,
    logged,
    query: (text, variables, signal) => app.execute(text, variables, signal ? { signal } : {}),
    close: () => app.close(),
  };
}
