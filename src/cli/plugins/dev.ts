import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { watch } from 'chokidar';
import { parse, print } from 'graphql';
import { configWith } from '../session.js';
import { exampleQuery } from './example-query.js';

/** Editors write a file in several steps. */
const SETTLED_MS = 150;

const IGNORED = /(^|[\\/])(node_modules|\.git|dist|out)([\\/]|$)/;

/** How long a server may take to end: one that stands in a loop of the plugin's never would. */
const ENDS_MS = 5000;

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  server.kill('SIGTERM');
  const late = setTimeout(() => {
    process.stdout.write(`The server has not ended within ${ENDS_MS / 1000} s, and is killed: is there a loop without an end?\n`);
    server.kill('SIGKILL');
  }, ENDS_MS);
  await ended;
  clearTimeout(late);
}

/**
 * `denseql plugins dev`: serves in a process of its own, with reasons of PLUGIN_FAILED in answers, and starts that anew whenever a file of the plugin changes.
 * A plugin that keeps the server from starting is told, and the next change tries again.
 */
export async function devCommand(spec: string, options: { port?: number; pack?: string }): Promise<void> {
  const path = resolve(spec);
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  const config = configWith({ PORT: options.port, PACK: options.pack });
  const environment = { DENSEQL_PLUGINS: path, DENSEQL_SHOW_CAUSES: 'true', DENSEQL_PORT: String(config.PORT), DENSEQL_PACK: config.PACK };
  const start = (): ChildProcess =>
    spawn(process.execPath, [...process.execArgv, process.argv[1]!, 'serve'], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'inherit', 'inherit'],
    });

  const example = await exampleQuery({ PLUGINS: path }).catch(() => null);
  if (example !== null) {
    const text = print(parse(example));
    process.stdout.write(
      `\nTry, once it is ready:\n\n${text}\n\n  http://${config.HOST}:${config.PORT}/graphiql#query=${encodeURIComponent(text)}\n`,
    );
  }
  let server = start();
  let changing: NodeJS.Timeout | undefined;
  let restarting = Promise.resolve();
  const restart = async (): Promise<void> => {
    process.stdout.write('\nA file has changed: starting again.\n');
    await stop(server);
    server = start();
  };
  // Node's own watch loses a file that an editor has put in the place of another.
  const folder = isFolder ? path : dirname(path);
  const watcher = watch(folder, { ignoreInitial: true, ignored: (file) => IGNORED.test(relative(folder, file)) });
  watcher.on('all', () => {
    clearTimeout(changing);
    changing = setTimeout(() => void (restarting = restarting.then(restart)), SETTLED_MS);
  });
  await new Promise<void>((end) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end);
  });
  await watcher.close();
  clearTimeout(changing);
  await restarting;
  await stop(server);
}
