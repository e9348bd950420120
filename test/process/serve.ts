import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, vi } from 'vitest';
import { tinyFolder } from '../fixtures/packs/tiny-encoder.js';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
interface Settings {
  readonly [name: `DENSEQL_${string}`]: string;
}

/**
 * A server process of its own on the tiny pack. `seen` waits for what it prints.
 * @param limits `fileKilobytes`: what no file that it writes may grow beyond; the system refuses the write then, without a signal
 */
export function serve(settings: Settings = {}, { fileKilobytes }: { readonly fileKilobytes?: number } = {}) {
  const env = {
    ...process.env,
    DENSEQL_PACK: tinyFolder,
    DENSEQL_DEVICE: 'cpu',
    DENSEQL_THREADS: '1',
    DENSEQL_PIXEL_THREADS: '1',
    ...settings,
  };
  const command = [process.execPath, '--import', 'tsx', main, 'serve', '--port', '0'];
  const limited = ['bash', '-c', `trap '' XFSZ; ulimit -f ${fileKilobytes}; exec "$@"`, 'bash', ...command];
  const [program, ...given] = fileKilobytes === undefined ? command : limited;
  const child = spawn(program!, given, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) child[name].setEncoding('utf8').on('data', (text: string) => (printed[name] += text));
  const exited = once(child, 'exit');
  const seen = (text: string) => vi.waitFor(() => expect(printed.stdout).toContain(text), { timeout: 60_000, interval: 5 });
  const url = () => /http:\S+\/graphql/.exec(printed.stdout)?.[0] ?? '';
  const send = (text: string): Promise<Response> => {
    const headers = { 'content-type': 'application/json' };
    return fetch(url(), { method: 'POST', headers, body: JSON.stringify({ query: text }) });
  };
  // Each query knows the shape of its answer.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  const query = async (text: string): Promise<any> => (await send(text)).json();
  return { child, printed, exited, seen, send, query, ready: () => fetch(url().replace('graphql', 'health/ready')) };
}
