import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withLock } from './lock.js';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
  file = join(folder, 'one.lock');
});
afterEach(() => rm(folder, { recursive: true }));

const never = new AbortController().signal;
const done = (): Promise<string> => withLock(file, never, { onWait: () => undefined }, () => Promise.resolve('done'));

describe('withLock', () => {
  it('lets one at a time in, also after one that failed, and leaves nothing behind', async () => {
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside--;
    };
    await expect(withLock(file, never, { onWait: () => undefined }, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await Promise.all([1, 2, 3].map(() => withLock(file, never, { onWait: () => undefined }, work)));
    expect(most).toBe(1);
    expect(await readdir(folder)).toEqual([]);
  });

  it('passes over a process of this machine that is gone', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    await writeFile(file, JSON.stringify({ id: 'gone', pid, host: hostname() }));
    expect(await done()).toBe('done');
    expect(await readdir(folder)).toEqual([]);
  });

  it('passes over a holder elsewhere that has not been heard of for long, and over what is no lock', async () => {
    for (const content of [JSON.stringify({ id: 'far', pid: 1, host: 'elsewhere' }), '']) {
      await writeFile(file, content);
      await utimes(file, new Date(0), new Date(0));
      expect(await done()).toBe('done');
    }
  });

  it('waits for a holder that lives, until it is told to stop', async () => {
    await writeFile(file, JSON.stringify({ id: 'alive', pid: process.pid, host: hostname() }));
    const stop = new AbortController();
    const waiting = withLock(file, stop.signal, { onWait: () => stop.abort() }, () => Promise.resolve('never'));
    await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await readdir(folder)).toEqual(['one.lock']);
  });
});
