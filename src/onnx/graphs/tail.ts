import type { BlockRef, VisionRecipe } from '../recipe.js';
import { TAIL_ATTENTIONS, type TailAttention } from '../tail-attentions.js';
import { Graph, type Value } from '../writer/index.js';
import { jointTokens } from './joint.js';
import { Layers } from './layers.js';
import { likeness, nearness } from './tail-attention.js';
import type { Weights } from './weights.js';

/**
 * The last block once more with another attention (feeds and output: compiled.ts). With values v per head, scale s:
 * IDENTITY v; QQ softmax(s q qT) v; KK softmax(s k kT) v; QQ_KK the sum of both (rows of 2); KK_OMEGA softmax(s k kT + Omega) v
 * (see nearness); MIDDLE one matrix for all heads from a middle block's patches (see likeness), where the class token attends to itself.
 * Then out; with `residual` also + tokens and + mlp(norm2 of it), and the MLP of a pooling head.
 */
export function buildTail(recipe: VisionRecipe, weights: Weights): Graph {
  const { width, dims, heads, classToken } = recipe;
  const graph = new Graph('tail');
  const layers = new Layers(graph, weights, width, recipe.activation);
  const last = recipe.blocks.at(-1) as BlockRef;
  const tokens = graph.input('tokens', 'float', ['B', 'tokens', width]);
  const middle = graph.input('middle', 'float', ['B', 'patches', width]);
  const grid = graph.input('grid', 'float', [2]);
  const attention = graph.input('attention', 'float', [TAIL_ATTENTIONS.length]);
  const residual = graph.input('residual', 'float', [1]);
  const shape = ['B', 'tokens', width];

  const isSet = (flags: Value, index: number): Value =>
    graph.op('Greater', [graph.op('Gather', [flags, graph.ints([index], [])]), graph.floats([0.5], [])]);
  const chosen = TAIL_ATTENTIONS.map((_, index) => isSet(attention, index));
  const normed = layers.norm(tokens, last.norm1);
  const value = layers.linear(normed, last.value);

  const withItself = (on: Layers, which: 'query' | 'key', options: { bias?: Value } = {}): Value => {
    const side = on.linear(normed, last[which]);
    return on.attention([side, side, value], heads, options);
  };
  const branches: Readonly<Record<TailAttention, (branch: Graph) => Value>> = {
    IDENTITY: (branch) => branch.op('Identity', [value]),
    QQ: (branch) => withItself(layers.on(branch), 'query'),
    KK: (branch) => withItself(layers.on(branch), 'key'),
    QQ_KK: (branch) => branch.op('Add', [withItself(layers.on(branch), 'query'), withItself(layers.on(branch), 'key')]),
    KK_OMEGA: (branch) => withItself(layers.on(branch), 'key', { bias: nearness(branch, grid, classToken !== null) }),
    MIDDLE: (branch) => likeness(layers.on(branch), middle, value, classToken !== null),
  };
  const decide = (on: Graph, index: number): Value => {
    const kind = TAIL_ATTENTIONS[index] as TailAttention;
    if (index === TAIL_ATTENTIONS.length - 1) return branches[kind](on);
    return on.choose(chosen[index] as Value, shape, branches[kind], (otherwise) => decide(otherwise, index + 1));
  };
  const attended = layers.linear(decide(graph, 0), last.out);

  const patchesOf = (on: Layers, x: Value): Value => (classToken === null ? x : on.slice(x, 1));
  const finish = (on: Layers, x: Value, headMlp: boolean): Value => jointTokens(on, patchesOf(on, x), recipe, headMlp);
  const dense = graph.choose(
    isSet(residual, 0),
    ['B', 'patches', dims],
    (branch) => finish(layers.on(branch), layers.on(branch).closed(tokens, attended, last).output, true),
    (branch) => finish(layers.on(branch), attended, false),
  );
  graph.output('dense', dense, 'float', ['B', 'patches', dims]);
  return graph;
}
