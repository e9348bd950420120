import { CheckpointError } from '../checkpoint-error.js';
import type { TextRecipe } from '../recipe.js';
import { Graph, type Value } from '../writer/index.js';
import { Layers } from './layers.js';
import type { Weights } from './weights.js';

/** Place of the token that stands for each text, [B]. Ids are compared as floats, which hold them exactly and which every device can search. */
function place(graph: Graph, ids: Value, pooling: Exclude<TextRecipe['pooling'], { at: 'last' }>): Value {
  const marks = pooling.at === 'highest' ? ids : graph.op('Equal', [ids, graph.ints([pooling.id], [])]);
  return graph.op('ArgMax', [graph.op('Cast', [marks], { to: 1 })], { axis: 1, keepdims: 0 });
}

/** The text tower as a graph: `input_ids` int64 [B, L] in, `text` [B, dims] out, rows of length one. L is free up to the context length, unless it is fixed. */
export function buildText(recipe: TextRecipe, weights: Weights): Graph {
  const { width, dims, contextLength, heads, causal, pooling, projection } = recipe;
  const graph = new Graph('text');
  const layers = new Layers(graph, weights, width, recipe.activation);
  const [vocabulary = 0] = weights.shape(recipe.tokenEmbedding);
  if (recipe.padId >= vocabulary)
    throw new CheckpointError(recipe.tokenEmbedding.name, `has ${vocabulary} rows; the pad token is ${recipe.padId}`);

  const ids = graph.input('input_ids', 'int64', ['B', recipe.fixedLength ? contextLength : 'L']);
  const positions = layers.exact(recipe.positions, [contextLength, width]);
  const length = graph.op('Shape', [ids], { start: 1, end: 2 });
  const used = graph.op('Slice', [positions, graph.ints([0]), length, graph.ints([0])]);
  let tokens = graph.op('Add', [layers.lookup(recipe.tokenEmbedding, vocabulary, ids), used]);
  for (const block of recipe.blocks) tokens = layers.block(tokens, block, heads, { causal }).output;

  const picked =
    pooling.at === 'last'
      ? graph.op('Gather', [tokens, graph.ints([-1], [])], { axis: 1 })
      : graph.op('GatherND', [tokens, graph.op('Unsqueeze', [place(graph, ids, pooling), graph.ints([1])])], { batch_dims: 1 });
  const normed = layers.norm(picked, recipe.finalNorm);
  const joint = projection === null ? normed : layers.project(normed, projection, width, dims);
  graph.output('text', layers.unit(joint), 'float', ['B', dims]);
  return graph;
}
