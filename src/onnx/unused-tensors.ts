import { CheckpointError } from './checkpoint-error.js';

/** Modules whose tensors take part in every answer. */
const TOWER = /^(vision_model|text_model|visual|text|transformer|visual_projection|text_projection|token_embedding|ln_final)\./;
/** What changes the arithmetic of a tower: anything within a block, and biases, scales and low-rank parts elsewhere. */
const PART = /\.(encoder\.layers|resblocks)\.\d+\.|(bias|gamma|beta|scale)$|lora/i;
/** Constants that old versions saved beside the weights. */
const CONSTANT = /(^|\.)(position_ids|attn_mask|causal_attention_mask|input_resolution|context_length|vocab_size)$/;

const count = (tensors: readonly string[]): string => `${tensors.length} ${tensors.length === 1 ? 'tensor' : 'tensors'}`;

/** The layer that a tensor is of; null: of none. */
const layerOf = (name: string): string | null => /^.*?\.(encoder\.layers|resblocks)\.\d+\./.exec(name)?.[0] ?? null;

/** Whole layers that the settings leave out, as transformers does where they say fewer. */
function leftOut(unused: readonly string[], used: ReadonlySet<string>): ReadonlySet<string> {
  const taken = new Set([...used].map(layerOf));
  return new Set(unused.map(layerOf).filter((layer) => layer !== null && !taken.has(layer)) as string[]);
}

/**
 * Tensors of a checkpoint that no graph uses. Those of a tower's layers would be missing from the answers.
 * @returns what somebody should know, a sentence each
 * @throws CheckpointError naming the first tensor that the settings do not account for
 */
export function checkUnused(names: readonly string[], used: ReadonlySet<string>): readonly string[] {
  const unused = names.filter((name) => !used.has(name) && !CONSTANT.test(name));
  const layers = leftOut(unused, used);
  const rest = unused.filter((name) => !layers.has(layerOf(name) ?? ''));
  const parts = rest.filter((name) => TOWER.test(name) && PART.test(name));
  const [first] = parts;
  if (first !== undefined)
    throw new CheckpointError(
      first,
      `is in the weights, and the model that the settings describe has no such tensor (${count(parts)} of this kind): without it the answers would be others. ` +
        'Take the settings that belong to these weights, or merge adapters into them first',
    );
  const beyond = [...layers].map((layer) => layer.slice(0, -1)).join(', ');
  return [
    ...(layers.size === 0 ? [] : [`The weights have more layers than the settings say; left out are ${beyond}.`]),
    ...(rest.length === 0 ? [] : [`${count(rest)} of the weights are no part of the two towers and are left out, e.g. ${rest[0] ?? ''}.`]),
  ];
}
