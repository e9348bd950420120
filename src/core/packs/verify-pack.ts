import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { invalidPack } from './invalid-pack.js';
import type { PackManifest } from './manifest.js';

/** Folders whose files were proven in this process, with the hashes they were proven against. */
const proofs = new Map<string, Promise<void>>();

/** SHA-256 of a file as 64 hex digits, read as a stream. */
export async function sha256OfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

async function verifyFile(folder: string, entry: PackManifest['files'][number]): Promise<void> {
  const file = join(folder, entry.path);
  const found = await stat(file).catch(() => null);
  if (found === null) throw invalidPack(file, 'missing. Fetch the pack again.');
  if (found.size !== entry.bytes) throw invalidPack(file, `has ${found.size} bytes, ${entry.bytes} expected. Fetch the pack again.`);
  const hash = await sha256OfFile(file);
  if (hash !== entry.sha256) throw invalidPack(file, `has SHA-256 ${hash}, ${entry.sha256} expected. Fetch the pack again.`);
}

/** Compares bytes and SHA-256 of every file with pack.json. @throws PACK_INVALID naming the first file that differs */
export async function checkPackFiles(folder: string, manifest: PackManifest): Promise<void> {
  for (const entry of manifest.files) await verifyFile(folder, entry);
}

/**
 * As {@link checkPackFiles}, but once a process for one folder and one set of hashes: a restart of the encoder does not read
 * hundreds of megabytes again. A failure is not kept, so that a repaired pack is accepted.
 */
export function verifyPack(folder: string, manifest: PackManifest): Promise<void> {
  const key = `${folder}\n${manifest.files.map((entry) => entry.sha256).join('\n')}`;
  const known = proofs.get(key);
  if (known !== undefined) return known;
  const proof = checkPackFiles(folder, manifest);
  proofs.set(key, proof);
  proof.catch(() => proofs.delete(key));
  return proof;
}
