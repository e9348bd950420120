import { statfs } from 'node:fs/promises';
import { DenseqlError } from '../../errors.js';

/** Left free: a disk that is full to the last byte breaks more than a pull. */
const SLACK = 64 * 1024 * 1024;
const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`;

/** @throws PACK_INVALID when `bytes` do not fit beside what is there, naming both figures and the way out */
export async function checkDiskSpace(folder: string, bytes: number): Promise<void> {
  // Some file systems do not say; then writing will.
  const found = await statfs(folder).catch(() => null);
  if (found === null || found.blocks === 0) return;
  const free = found.bavail * found.bsize;
  if (free < bytes + SLACK)
    throw new DenseqlError(
      'PACK_INVALID',
      `${folder}: ${megabytes(bytes + SLACK)} are needed, ${megabytes(free)} are free. Make room, or put the cache elsewhere with HF_HUB_CACHE.`,
    );
}
