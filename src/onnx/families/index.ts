import { CheckpointError } from '../checkpoint-error.js';
import type { Recipe } from '../recipe.js';
import { type Checkpoint, openCheckpoint } from './checkpoint.js';
import { readHfClip } from './hf-clip.js';
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
    if (recipe !== null) return recipe;
  }
  const type = (checkpoint.json('config.json') as { model_type?: unknown } | null)?.model_type;
  throw new CheckpointError(
    'config.json',
    type === undefined
      ? 'is missing or names no model_type, and there is no open_clip_config.json'
      : `the model type ${JSON.stringify(type)} is not known; clip, siglip and open_clip's layout are`,
  );
}

/** What the checkpoint in a folder is made of. Throws as openCheckpoint and recipeOf do. */
export const readRecipe = async (folder: string): Promise<Recipe> => recipeOf(await openCheckpoint(folder));
