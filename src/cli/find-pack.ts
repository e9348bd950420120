import { join } from 'node:path';
import type { Config } from '../core/config.js';
import { DenseqlError } from '../core/errors.js';
import { exists } from '../core/exists.js';
import { loadPack, type Pack } from '../core/packs/load-pack.js';
import { WrongUse, wrongUse } from './wrong-use.js';

/** The pack that the settings or --pack name, its manifest read. @throws WrongUse when there is none; PACK_INVALID when it is damaged */
export async function findPack({ PACK, MODELS_DIR }: Pick<Config, 'PACK' | 'MODELS_DIR'>): Promise<Pack> {
  try {
    return await loadPack(PACK, MODELS_DIR);
  } catch (error) {
    // Of a damaged one, the details name a file.
    if (DenseqlError.is(error) && error.details['pack'] === PACK && error.details['file'] === undefined) throw new WrongUse(error);
    if (PACK.includes('/') && !(await exists(join(PACK, 'pack.json'))))
      throw wrongUse(
        'pack',
        `${PACK} is no folder with a pack.json. Check the path; \`denseql models list\` names the packs that are here.`,
      );
    throw error;
  }
}
