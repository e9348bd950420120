import type { Tensors } from '../safetensors/index.js';

/** Where CLIP's text encoder stands in a released checkpoint. */
export interface TextTower {
  readonly tensors: Tensors;
  /** Of all names, with its dot. */
  readonly prefix: string;
  /** 64 in every CLIP. */
  readonly headWidth: number;
  /** Tensor [1, n, width] of learned vectors that stand between the start token and the text (DenseCLIP); null: none. */
  readonly contexts: string | null;
}

/** Tokens that a text may have at most, start and end included. */
export function tokenLimit({ tensors, prefix, contexts }: TextTower): number {
  const [positions = 0] = tensors.shape(`${prefix}positional_embedding`);
  return positions - (contexts === null ? 0 : (tensors.shape(contexts)[1] ?? 0));
}
