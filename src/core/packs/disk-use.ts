import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes of a file or of all files below a folder; links count as nothing and are not followed. 0 where nothing is. */
export async function bytesOf(path: string): Promise<number> {
  const found = await lstat(path).catch(() => null);
  if (found === null || found.isSymbolicLink()) return 0;
  if (!found.isDirectory()) return found.size;
  const entries = await readdir(path).catch(() => []);
  const sizes = await Promise.all(entries.map((entry) => bytesOf(join(path, entry))));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Whether a process of this machine runs. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
