import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { projectRoot } from '../../src/core/project-root.js';
import { tinyFolder } from '../fixtures/packs/tiny-encoder.js';
import { descendantsOf, running } from './processes.js';

/** `npm start` on the tiny pack, ready, in a process group of its own as a shell gives one. What is stale is built first. */
async function npmStart() {
  const env = { ...process.env, DENSEQL_PACK: tinyFolder, DENSEQL_DEVICE: 'cpu', DENSEQL_THREADS: '1', DENSEQL_PIXEL_THREADS: '1' };
  const child = spawn('npm', ['start', '--', '--port', '0'], {
    cwd: projectRoot(),
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close');
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (printed += text));
  await vi.waitFor(() => expect(printed).toContain('Ready on'), { timeout: 90_000, interval: 50 });
  return { npm: child.pid ?? 0, printed: () => printed, ended };
}

/** Whatever a failed test has left behind. */
const endAll = (pids: readonly number[]): void => running(pids).forEach((pid) => process.kill(pid, 'SIGKILL'));

describe.skipIf(process.platform === 'win32')('npm start', () => {
  it('ends with the server and all its processes when npm alone gets SIGTERM', { timeout: 120_000 }, async () => {
    const { npm, printed, ended } = await npmStart();
    const all = [npm, ...descendantsOf(npm)];
    try {
      expect(all.length).toBeGreaterThan(2);
      process.kill(npm, 'SIGTERM');
      await vi.waitFor(() => expect(running(all)).toEqual([]), { timeout: 15_000, interval: 50 });
      await ended;
      expect(printed()).toContain('"msg":"stopping"');
    } finally {
      endAll(all);
    }
  });

  // The terminal sends SIGINT to the whole group, and npm sends it on to the server, which has it already.
  it('takes one Ctrl-C for one, and stops in order', { timeout: 120_000 }, async () => {
    const { npm, ended } = await npmStart();
    const all = [npm, ...descendantsOf(npm)];
    try {
      process.kill(-npm, 'SIGINT');
      expect(await ended).toEqual([0, null]);
      await vi.waitFor(() => expect(running(all)).toEqual([]), { timeout: 15_000, interval: 50 });
    } finally {
      endAll(all);
    }
  });
});
