import { CheckpointError } from '../checkpoint-error.js';
import type { VisionRecipe } from '../recipe.js';
import type { Tensors } from '../safetensors/index.js';

const NAME = 'visual.mask_embedding';

/**
 * OVSeg's mask prompts, where a checkpoint has them: `visual.mask_embedding` [depth, patches, width] beside CLIP's own tensors, as its released weights have it.
 * @param patches of the square picture that it was trained on
 * @throws CheckpointError for another shape
 */
export function readMaskPrompts(tensors: Tensors, patches: number, width: number): Pick<VisionRecipe, 'maskPrompts'> {
  if (!tensors.has(NAME)) return {};
  const shape = tensors.shape(NAME);
  const [depth = 0, count = 0, wide] = shape;
  // Released without mask prompts, it has a depth of none.
  if (depth === 0 && shape.length === 3) return {};
  if (shape.length !== 3 || (count !== patches && count !== 1) || wide !== width)
    throw new CheckpointError(NAME, `has the shape [${shape.join(', ')}], [depth, ${patches} or 1, ${width}] is expected`);
  return { maskPrompts: { embedding: { name: NAME }, depth, eachPatch: count === patches } };
}
