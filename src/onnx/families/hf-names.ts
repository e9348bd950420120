import type { BlockRef, LinearRef, NormRef } from '../recipe.js';

/** A Linear as torch names it: `<name>.weight` [out, in] and `<name>.bias`. */
export const linear = (name: string): LinearRef => ({ weight: { name: `${name}.weight` }, bias: { name: `${name}.bias` } });

/** Where transformers' checkpoints keep a linear layer that has no bias. */
export const linearWithoutBias = (name: string): LinearRef => ({ weight: { name: `${name}.weight` }, bias: null });

/** Where transformers' checkpoints keep a layer norm. */
export const norm = (name: string, epsilon: number): NormRef => ({
  weight: { name: `${name}.weight` },
  bias: { name: `${name}.bias` },
  epsilon,
});

/** The blocks of a tower as transformers' CLIP and SigLIP name them, e.g. `vision_model.encoder.layers.0.self_attn.q_proj.weight`. */
export const transformersBlocks = (tower: string, count: number, epsilon: number): BlockRef[] =>
  Array.from({ length: count }, (_, index) => {
    const layer = `${tower}.encoder.layers.${index}`;
    return {
      norm1: norm(`${layer}.layer_norm1`, epsilon),
      query: linear(`${layer}.self_attn.q_proj`),
      key: linear(`${layer}.self_attn.k_proj`),
      value: linear(`${layer}.self_attn.v_proj`),
      out: linear(`${layer}.self_attn.out_proj`),
      norm2: norm(`${layer}.layer_norm2`, epsilon),
      mlpIn: linear(`${layer}.mlp.fc1`),
      mlpOut: linear(`${layer}.mlp.fc2`),
    };
  });
