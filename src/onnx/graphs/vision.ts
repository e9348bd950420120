import type { CompiledOutput } from '../compiled.js';
import type { BlockRef, VisionRecipe } from '../recipe.js';
import { Graph, type Value } from '../writer/index.js';
import { imageTokens } from './image-tokens.js';
import { jointTokens, project } from './joint.js';
import { Layers } from './layers.js';
import { poolTokens } from './pooling-head.js';
import type { Weights } from './weights.js';

export const IMAGE_INPUT = 'pixels';

/** The two blocks in the middle whose patches are given: 5 and 7 of 12, and as far along in other depths. */
export const middleBlocks = (depth: number): readonly number[] => [
  ...new Set([5, 7].map((block) => Math.min(depth - 1, Math.round((block / 12) * depth)))),
];

interface Built {
  readonly graph: Graph;
  readonly outputs: Readonly<Record<string, CompiledOutput>>;
}

/** The image tower as a graph: uint8 [B, height, width, 3] in, everything that compiled.ts lists out, from one pass. */
export function buildVision(recipe: VisionRecipe, weights: Weights): Built {
  const { width, dims, heads, blocks, classToken, pooling } = recipe;
  const graph = new Graph('image');
  const layers = new Layers(graph, weights, width, recipe.activation);
  const outputs: Record<string, CompiledOutput> = {};
  const give = (name: string, value: Value, output: CompiledOutput): void => {
    const tokens = output.kind === 'global' ? [] : [output.kind === 'tokens' ? 'tokens' : 'patches'];
    graph.output(name, value, 'float', ['B', ...tokens, output.dims]);
    outputs[name] = output;
  };
  const patchesOf = (tokens: Value): Value => (classToken === null ? tokens : layers.slice(tokens, 1));
  const layer = (kind: CompiledOutput['kind']): CompiledOutput => ({ kind, dims: width, space: 'layer' });

  const pixels = graph.input(IMAGE_INPUT, 'uint8', ['B', 'height', 'width', 3]);
  let tokens = imageTokens(layers, recipe, pixels);
  if (recipe.preNorm !== null) tokens = layers.norm(tokens, recipe.preNorm);

  const middle = middleBlocks(blocks.length);
  const last = blocks.at(-1) as BlockRef;
  let entering = tokens;
  blocks.forEach((block, index) => {
    entering = tokens;
    // Behind the last block only the class token is ever looked at, unless a pooling head looks at all of them.
    const whole = block !== last || pooling !== 'class' || middle.includes(index);
    const { output, ffn } = whole ? layers.block(tokens, block, heads) : { output: '', ffn: '' };
    if (middle.includes(index)) give(`layers.${index}`, patchesOf(output), layer('patches'));
    if (index === Math.max(0, blocks.length - 3) && ffn !== '') give('taps.ffn', patchesOf(ffn), layer('patches'));
    tokens = output;
  });
  give('taps.last', entering, layer(classToken === null ? 'patches' : 'tokens'));

  const normed = layers.norm(entering, last.norm1);
  const key = layers.linear(normed, last.key);
  give('structure', layers.unit(layers.linear(patchesOf(key), last.out)), { kind: 'patches', dims: width, space: 'structure' });

  const joint = { dims, space: 'joint' } as const;
  const flat = (x: Value): Value => graph.op('Reshape', [x, graph.ints([-1, dims])]);
  if (pooling !== 'class') {
    const all = layers.norm(tokens, recipe.postNorm);
    give('global', layers.unit(flat(project(layers, poolTokens(layers, all, pooling), recipe))), { kind: 'global', ...joint });
    give('dense', jointTokens(layers, tokens, recipe, false), { kind: 'patches', ...joint });
    give('denseResidual', jointTokens(layers, tokens, recipe, true), { kind: 'patches', ...joint });
    return { graph, outputs };
  }
  const value = layers.linear(normed, last.value);
  const query = layers.linear(layers.slice(normed, 0, 1), last.query);
  const attended = layers.linear(layers.attention([query, key, value], heads), last.out);
  const summary = layers.closed(layers.slice(entering, 0, 1), attended, last).output;
  give('global', layers.unit(flat(jointTokens(layers, summary, recipe, false))), { kind: 'global', ...joint });

  const alone = layers.linear(patchesOf(value), last.out);
  give('dense', jointTokens(layers, alone, recipe, false), { kind: 'patches', ...joint });
  const residual = layers.closed(patchesOf(entering), alone, last).output;
  give('denseResidual', jointTokens(layers, residual, recipe, false), { kind: 'patches', ...joint });
  return { graph, outputs };
}
