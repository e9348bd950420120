import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { DenseqlError } from '../errors.js';
import { exists } from '../exists.js';
import { readPack, type Pack } from './load-pack.js';

/**
 * The files that a manifest lists may be those of another pack, too: only the pack.json beside them tells whose they are now.
 * @throws PACK_INVALID when pack.json cannot be read; ENCODER_UNAVAILABLE when it is another one than was read before
 */
export async function expectManifest({ folder, manifest }: Pack): Promise<void> {
  // One that is just being made gets its pack.json last.
  if (!(await exists(join(folder, 'pack.json')))) return;
  const found = await readPack(folder);
  if (isDeepStrictEqual(found.manifest, manifest)) return;
  const { name, revision } = manifest;
  throw new DenseqlError(
    'ENCODER_UNAVAILABLE',
    `The pack ${name} in its folder is not the one of revision ${revision} any more. Ask again.`,
    {
      pack: name,
    },
  );
}
