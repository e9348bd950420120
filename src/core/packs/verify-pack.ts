import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fingerprint } from './fingerprint.js';
import type { PackFile } from './invalid-pack-file.js';
import { invalidPackFile } from './invalid-pack-file.js';
import type { PackManifest } from './manifest.js';
import { wrongSize } from './wrong-size.js';

/** Folders whose files were proven in this process, with their state on disk and the hashes that they were proven against. */
const proofs = new Map<string, Promise<void>>();

const WAY_OUT = 'Fetch the pack again, or put the right file there.';

/** SHA-256 of a file as 64 hex digits, read as a stream. */
export async function sha256OfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

async function verifyFile(file: PackFile, entry: PackManifest['files'][number]): Promise<void> {
  const path = join(file.folder, file.path);
  const found = await stat(path).catch(() => null);
  if (found === null) throw invalidPackFile(file, `missing. ${WAY_OUT}`);
  if (found.size !== entry.bytes) throw invalidPackFile(file, `${await wrongSize(path, found.size, entry.bytes)}. ${WAY_OUT}`);
  const hash = await sha256OfFile(path).catch((error: unknown) => {
    throw invalidPackFile(file, 'cannot be read', error);
  });
  if (hash !== entry.sha256) throw invalidPackFile(file, `has SHA-256 ${hash}, ${entry.sha256} expected. ${WAY_OUT}`);
}

/** Compares bytes and SHA-256 of every file with pack.json. @throws PACK_INVALID naming the first file that differs */
export async function checkPackFiles(folder: string, manifest: PackManifest): Promise<void> {
  for (const entry of manifest.files) await verifyFile({ folder, pack: manifest.name, path: entry.path }, entry);
}

/**
 * As {@link checkPackFiles}, but once a process for one folder, one set of hashes and one state of the files on disk: a restart of the encoder does
 * not read hundreds of megabytes again, unless a file was touched. A failure is not kept, so that a repaired pack is accepted.
 */
export async function verifyPack(folder: string, manifest: PackManifest): Promise<void> {
  const { files } = await fingerprint(folder, manifest);
  const key = [folder, files, ...manifest.files.map((entry) => entry.sha256)].join('\n');
  const known = proofs.get(key);
  if (known !== undefined) return known;
  const proof = checkPackFiles(folder, manifest);
  proofs.set(key, proof);
  proof.catch(() => proofs.delete(key));
  return proof;
}
