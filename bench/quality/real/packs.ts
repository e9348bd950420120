import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../src/core/project-root.js';
import { FOLDS } from './photos.js';

/** A pack, and the folds whose pictures it answers. */
export interface Answering {
  /** Name or folder; the configured one where left out. */
  readonly pack: string | undefined;
  readonly folds: readonly number[];
}

/** Where training/real/train.sh leaves the pack that has not seen a fold. */
const foldPack = (fold: number): string =>
  join(process.env.POCKET_CACHE ?? join(projectRoot(), '.cache', 'pocket'), 'work', 'fold-packs', `pocket-${fold}`);

/**
 * Which pack answers which pictures: one that has not seen their fold. A pack that is asked for by name is believed to have seen none where `unseen` is
 * set; else the pack answers fold 0, which the one that ships has not seen, and the folds' packs the rest where they are there.
 */
export function answering(pack: string | undefined, unseen: boolean): Answering[] {
  if (unseen) return [{ pack, folds: FOLDS }];
  const rest = FOLDS.filter((fold) => fold > 0);
  const there = pack === undefined && rest.every((fold) => existsSync(join(foldPack(fold), 'pack.json')));
  return [{ pack, folds: [0] }, ...(there ? rest.map((fold) => ({ pack: foldPack(fold), folds: [fold] })) : [])];
}

/**
 * Those that carry a head for a plugin, beside the first one, which is what is measured: a fifth's pack has no head of its own where none was trained that has
 * not seen its photographs, and what stands in for it is not what ships.
 */
export const withHead = (packs: readonly Answering[], plugin: string): Answering[] =>
  packs.filter(({ pack }, at) => at === 0 || headsOf(pack!).includes(plugin));

const headsOf = (folder: string): string[] =>
  Object.keys((JSON.parse(readFileSync(join(folder, 'pack.json'), 'utf8')) as { readonly heads: object }).heads);
