import type { VisionRecipe } from '../recipe.js';
import type { Value } from '../writer/index.js';
import type { Layers } from './layers.js';
import { poolEach, withMlp } from './pooling-head.js';

/** The projection into the joint space, where there is one. */
export const project = (layers: Layers, x: Value, { projection, width, dims }: VisionRecipe): Value =>
  projection === null ? x : layers.project(x, projection, width, dims);

/**
 * Tokens after the last block into the joint space, token by token: the last norm, then the projection; a pooling head stands between
 * the two, with its MLP or without.
 */
export function jointTokens(layers: Layers, tokens: Value, recipe: VisionRecipe, headMlp: boolean): Value {
  const normed = layers.norm(tokens, recipe.postNorm);
  if (recipe.pooling === 'class') return project(layers, normed, recipe);
  const pooled = poolEach(layers, normed, recipe.pooling);
  return project(layers, headMlp ? withMlp(layers, pooled, recipe.pooling) : pooled, recipe);
}
