import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning } from '../disk-use.js';
import { stopped } from './hub-error.js';

/** A live holder touches its lock every few seconds; one that has not for a minute is gone, wherever it ran. */
const BEAT_MS = 5_000;
const GONE_MS = 60_000;

interface Holder {
  readonly id: string;
  readonly pid: number;
  readonly host: string;
}

/** Null where nobody holds it, or where its holder is just writing its name. */
const readHolder = (file: string): Promise<Holder | null> =>
  readFile(file, 'utf8')
    .then((text) => JSON.parse(text) as Holder)
    .catch(() => null);

/** Takes the lock of a holder that is gone out of the way; puts it back if another process was quicker and holds it now. */
async function clear(file: string, gone: string | undefined): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  await rename(file, aside).catch(() => undefined);
  if ((await readHolder(aside))?.id !== gone) await link(aside, file).catch(() => undefined);
  await rm(aside, { force: true });
}

async function take(file: string, own: Holder): Promise<boolean> {
  try {
    await writeFile(file, JSON.stringify(own), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}

/**
 * Runs `work` while no other process does so under the same lock file. Whoever was killed while holding it is passed over at once on the
 * same machine, after a minute on another.
 *
 * It only saves work and confusion: what enters the cache is guarded by checksums. Node has no flock, which the Python client uses, so
 * the two do not see each other's locks.
 *
 * @param onWait called once, when somebody else holds it
 * @throws CANCELLED when the signal aborts while waiting
 */
export async function withLock<Value>(
  file: string,
  signal: AbortSignal,
  { onWait }: { onWait: () => void },
  work: () => Promise<Value>,
): Promise<Value> {
  await mkdir(dirname(file), { recursive: true });
  const own: Holder = { id: randomUUID(), pid: process.pid, host: hostname() };
  for (let waited = false; !(await take(file, own));) {
    if (signal.aborted) throw stopped();
    const holder = await readHolder(file);
    const touched = await stat(file).catch(() => null);
    const old = touched !== null && Date.now() - touched.mtimeMs > GONE_MS;
    if (old || (holder !== null && holder.host === own.host && !isRunning(holder.pid))) {
      await clear(file, holder?.id);
      continue;
    }
    if (!waited) onWait();
    waited = true;
    await sleep(200, undefined, { signal }).catch(() => undefined);
  }
  const beat = setInterval(() => void utimes(file, new Date(), new Date()).catch(() => undefined), BEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    if ((await readHolder(file))?.id === own.id) await rm(file, { force: true });
  }
}
