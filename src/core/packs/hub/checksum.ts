import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

/**
 * Does a file hold what its blob's name says? 64 digits are the SHA-256 of its bytes; 40 are git's SHA-1 of `blob <length>\0` and its bytes.
 * False, too, where there is no such file.
 */
export async function matchesEtag(path: string, etag: string, signal?: AbortSignal): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  if (found === null || !found.isFile()) return false;
  const hash = etag.length === 64 ? createHash('sha256') : createHash('sha1').update(`blob ${found.size}\0`);
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20, signal })) hash.update(chunk as Buffer);
  return hash.digest('hex') === etag;
}
