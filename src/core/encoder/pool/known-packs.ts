import { listPacks } from '../../packs/list-packs.js';
import { readPack } from '../../packs/load-pack.js';
import type { Pack } from '../../packs/load-pack.js';
import type { BrokenPack } from './pool.js';

/** With its folder, for the log. */
export interface BrokenFolder extends BrokenPack {
  readonly folder: string;
}

export interface KnownPack extends Pack {
  /** What is wrong with its files at first sight (missing, of another size); null: nothing. */
  readonly problem: string | null;
}

/**
 * The packs in the folders of models, read once: what is put there later is known after the next start. Of two packs of one name
 * the first counts.
 * @param activeName that is taken already
 */
export async function knownPacks(
  modelsDir: string,
  activeName: string,
): Promise<{ readonly packs: readonly KnownPack[]; readonly broken: readonly BrokenFolder[] }> {
  const packs = new Map<string, KnownPack>();
  const broken: BrokenFolder[] = [];
  for (const { name, folder, problems } of await listPacks(modelsDir)) {
    try {
      const pack = await readPack(folder);
      const own = pack.manifest.name;
      if (own !== activeName && !packs.has(own))
        packs.set(own, { ...pack, problem: problems.length === 0 ? null : `${own}: ${problems.join('; ')}` });
    } catch (error) {
      if (name !== activeName) broken.push({ name, folder, problem: (error as Error).message });
    }
  }
  return { packs: [...packs.values()], broken };
}
