import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it, vi } from 'vitest';
import { isStopped } from './is-stopped.js';

it.runIf(process.platform === 'linux')('knows a process that was stopped from one that runs, and one that is gone', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'ignore' });
  await once(child, 'spawn');
  expect([isStopped(child.pid), isStopped(process.pid), isStopped(undefined)]).toEqual([false, false, false]);
  child.kill('SIGSTOP');
  await vi.waitFor(() => expect(isStopped(child.pid)).toBe(true));
  child.kill('SIGCONT');
  await vi.waitFor(() => expect(isStopped(child.pid)).toBe(false));
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isStopped(child.pid)).toBe(false);
});
