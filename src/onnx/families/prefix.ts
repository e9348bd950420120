import { CheckpointError } from '../checkpoint-error.js';
import type { Tensors } from '../safetensors/index.js';

/** A tensor that every model of a layout has, whatever its settings: transformers' CLIP and SigLIP, open_clip's. */
const ANCHORS = ['vision_model.embeddings.patch_embedding.weight', 'visual.conv1.weight'];

/** What stands before an anchor; whole modules only. */
function prefixOf(name: string): string | null {
  const anchor = ANCHORS.find((known) => name === known || name.endsWith(`.${known}`));
  return anchor === undefined ? null : name.slice(0, name.length - anchor.length);
}

/**
 * The model's tensors by the names that its own library gives them. Training puts modules around a model, and their names before those of its
 * tensors: torch's wrapper for several devices `module.`, its compiler `_orig_mod.`, scripts `model.` or `state_dict.`, in any order. What else such a
 * file holds (a loss, an optimizer's state) is left alone.
 * @throws CheckpointError where it holds several models
 */
export function withoutPrefix(tensors: Tensors): Tensors {
  const prefixes = [...new Set(tensors.names.map(prefixOf).filter((prefix) => prefix !== null))];
  if (prefixes.length === 0 || prefixes.includes('')) return tensors;
  const [prefix] = prefixes as [string];
  if (prefixes.length > 1)
    throw new CheckpointError(
      prefixes.join(', '),
      'begin the names of several models in one file, such as a student and its teacher, or weights and their running mean; save the one that is meant alone',
    );
  const others = tensors.names.filter((name) => !name.startsWith(prefix)).length;
  const left = others === 0 ? '' : ` ${others} ${others === 1 ? 'tensor' : 'tensors'} without it ${others === 1 ? 'is' : 'are'} left out.`;
  return tensors.below(prefix, `The names of the model's tensors begin with "${prefix}", which is taken off.${left}`);
}
