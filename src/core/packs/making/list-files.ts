import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackManifest } from '../manifest.js';
import { sha256OfFile } from '../verify-pack.js';

/** Bytes and SHA-256 of files of a pack, in the order of their names; read as streams. */
export async function listFiles(folder: string, paths: readonly string[], signal?: AbortSignal): Promise<PackManifest['files']> {
  const files: PackManifest['files'] = [];
  for (const path of [...paths].sort()) {
    signal?.throwIfAborted();
    const file = join(folder, path);
    files.push({ path, bytes: (await stat(file)).size, sha256: await sha256OfFile(file) });
  }
  return files;
}

/**
 * `<version>-<12 hex digits>` of what decides a pack's vectors. The golden vectors, which only check them, differ in their last digits from
 * processor to processor and are left out: the same checkpoint has the same revision everywhere.
 */
export function revisionOf(version: string, files: PackManifest['files'], text: PackManifest['text']): string {
  const hash = createHash('sha256');
  for (const { path, sha256 } of files) if (!path.startsWith('golden.')) hash.update(`${path} ${sha256}\n`);
  hash.update(JSON.stringify([text.contextLength, text.cleaning, text.padId]));
  return `${version}-${hash.digest('hex').slice(0, 12)}`;
}
