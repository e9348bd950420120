import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

/** The server of a checkout, in a process of its own. */
export interface ServedCheckout {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Starts what is built in a checkout, on a free port, with the settings of this process. Warm when it resolves.
 * @throws Error when it is not built, or ends before it is ready
 */
export async function serveCheckout(folder: string): Promise<ServedCheckout> {
  const root = resolve(folder);
  // Its command line would build it, with whatever is in the sources just now.
  if (!existsSync(join(root, 'dist', 'src', 'cli', 'main.js')))
    throw new Error(`${root} is no checkout with a dist. Run \`npm run build\` there.`);
  const env = { ...process.env, DENSEQL_PORT: '0', DENSEQL_HOST: '127.0.0.1', DENSEQL_LOG_LEVEL: 'warn' };
  const child = spawn(process.execPath, [join(root, 'bin', 'denseql.js'), 'serve'], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const close = async (): Promise<void> => {
    child.kill('SIGTERM');
    await exited;
  };
  const url = await new Promise<string>((ready, failed) => {
    let address = '';
    // Read to its end: a full pipe would stop the server.
    createInterface({ input: child.stdout }).on('line', (line) => {
      address ||= /(http:\/\/\S+\/)graphql$/.exec(line)?.[1] ?? '';
      if (line.startsWith('Ready on')) ready(address);
    });
    void exited.then(() => failed(new Error(`The server of ${root} ended before it was ready.`)));
  });
  return { url, close };
}
