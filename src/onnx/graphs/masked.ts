import type { BlockRef, MaskPromptsRef, VisionRecipe } from '../recipe.js';
import { Graph, type Value } from '../writer/index.js';
import { imageTokens } from './image-tokens.js';
import { jointTokens } from './joint.js';
import { Layers } from './layers.js';
import { IMAGE_INPUT } from './vision.js';
import type { Weights } from './weights.js';

export const MASK_INPUT = 'mask';
export const MASKED_OUTPUT = 'global';

/** The class token after the last block. */
function classToken(layers: Layers, tokens: Value, last: BlockRef, heads: number): Value {
  const normed = layers.norm(tokens, last.norm1);
  const query = layers.linear(layers.slice(normed, 0, 1), last.query);
  const attended = layers.attention([query, layers.linear(normed, last.key), layers.linear(normed, last.value)], heads);
  return layers.closed(layers.slice(tokens, 0, 1), layers.linear(attended, last.out), last).output;
}

/**
 * The picture tower with OVSeg's mask prompts (arXiv:2210.04150, section 3.3, and its code): `pixels` uint8 [B, side, side, 3] and `mask` [B, side, side] of 0
 * and 1 give `global` [B, dims], unit rows. Pixels outside the mask have the mean colour; patches without a pixel of it are learned tokens, before their
 * positions are added, and again after each of the first blocks, until all of them are used. Side: the one that it was trained at.
 */
export function buildMasked(recipe: VisionRecipe & { readonly maskPrompts: MaskPromptsRef }, weights: Weights): Graph {
  const { width, dims, heads, blocks, patch, imageSize: side, maskPrompts } = recipe;
  const graph = new Graph('masked');
  const layers = new Layers(graph, weights, width, recipe.activation);
  const pixels = graph.input(IMAGE_INPUT, 'uint8', ['B', side, side, 3]);
  const mask = graph.op('Unsqueeze', [graph.input(MASK_INPUT, 'float', ['B', side, side]), graph.ints([1])]);

  const window = { kernel_shape: [patch, patch], strides: [patch, patch] };
  // A patch with any pixel of the mask is seen: what its authors round up from a mean.
  const pooled = graph.op('MaxPool', [mask], window);
  const seen = graph.op('Transpose', [graph.op('Reshape', [pooled, graph.ints([0, 1, -1])])], { perm: [0, 2, 1] });
  const unseen = graph.op('Sub', [graph.floats([1], []), seen]);
  const count = maskPrompts.eachPatch ? Math.floor(side / patch) ** 2 : 1;
  const prompts = layers.exact(maskPrompts.embedding, [maskPrompts.depth, count, width]);
  const prompted = (patches: Value, depth: number): Value => {
    const own = graph.op('Gather', [prompts, graph.ints([depth])], { axis: 0 });
    return graph.op('Add', [graph.op('Mul', [patches, seen]), graph.op('Mul', [own, unseen])]);
  };

  const entering = imageTokens(layers, recipe, pixels, {
    planes: (normal) => graph.op('Mul', [normal, mask]),
    patches: (patches) => prompted(patches, 0),
  });
  let tokens = recipe.preNorm === null ? entering : layers.norm(entering, recipe.preNorm);
  for (const [index, block] of blocks.slice(0, -1).entries()) {
    tokens = layers.block(tokens, block, heads).output;
    const depth = index + 1;
    if (depth >= maskPrompts.depth) continue;
    tokens = graph.op('Concat', [layers.slice(tokens, 0, 1), prompted(layers.slice(tokens, 1), depth)], { axis: 1 });
  }
  const summary = jointTokens(layers, classToken(layers, tokens, blocks.at(-1) as BlockRef, heads), recipe, false);
  graph.output(MASKED_OUTPUT, layers.unit(graph.op('Reshape', [summary, graph.ints([-1, dims])])), 'float', ['B', dims]);
  return graph;
}
