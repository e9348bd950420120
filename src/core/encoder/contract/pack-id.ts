import { hashId } from '../../hash-id.js';
import type { PackManifest } from '../../packs/manifest.js';

/** A manifest is not changed after it was read. */
const known = new WeakMap<object, string>();

/**
 * Which pack numbers came from: vectors of two packs, or of two revisions of one, never stand for each other. A revision is a word that people may
 * leave as it was, so the whole manifest counts with it: the hashes of all files, and the calibration.
 */
export function packId(manifest: Pick<PackManifest, 'name' | 'revision'>): string {
  const found = known.get(manifest);
  if (found !== undefined) return found;
  const hash = hashId(JSON.stringify(manifest)).slice(0, 16);
  const id = `${manifest.name}@${manifest.revision}#${hash}`;
  known.set(manifest, id);
  return id;
}
