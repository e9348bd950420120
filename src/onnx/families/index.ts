import type { Recipe } from '../recipe.js';
import { type Checkpoint, openCheckpoint } from './checkpoint.js';
import { readHfClip } from './hf-clip.js';
import { unknownKind } from './kinds.js';
import { readOpenClip } from './open-clip.js';
import { readSiglip } from './siglip.js';

export { type Checkpoint, openCheckpoint } from './checkpoint.js';

/** Reads a kind of checkpoint; null: this is none of its kind. */
export type Family = (checkpoint: Checkpoint) => Recipe | null;

const OPEN_CLIP_NAMES = /^(visual|transformer)\./;

/** A repository may carry the settings of two libraries: the weights that were found tell whose are read. */
const familiesFor = ({ tensors }: Checkpoint): readonly Family[] =>
  tensors.names.some((name) => OPEN_CLIP_NAMES.test(name))
    ? [readOpenClip, readHfClip, readSiglip]
    : [readHfClip, readSiglip, readOpenClip];

/** @throws CheckpointError when no family knows the checkpoint, or the one that does cannot read it */
export function recipeOf(checkpoint: Checkpoint): Recipe {
  for (const family of familiesFor(checkpoint)) {
    const recipe = family(checkpoint);
    if (recipe === null) continue;
    for (const claim of checkpoint.claims) claim();
    return recipe;
  }
  throw unknownKind((checkpoint.json('config.json') as { model_type?: unknown } | null)?.model_type);
}

/** What the checkpoint in a folder is made of. Throws as openCheckpoint and recipeOf do. */
export const readRecipe = async (folder: string): Promise<Recipe> => recipeOf(await openCheckpoint(folder));
