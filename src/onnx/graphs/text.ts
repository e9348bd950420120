import { CheckpointError } from '../checkpoint-error.js';
import type { TextRecipe } from '../recipe.js';
import { Graph, type Value } from '../writer/index.js';
import { Layers } from './layers.js';
import type { Weights } from './weights.js';

type AtToken = Exclude<TextRecipe['pooling'], { at: 'last' }>;

/** Place of the token that stands for each text, [B]. Ids are compared as floats, which hold them exactly and which every device can search. */
export function place(graph: Graph, ids: Value, pooling: AtToken): Value {
  const marks = pooling.at === 'highest' ? ids : graph.op('Equal', [ids, graph.ints([pooling.id], [])]);
  return graph.op('ArgMax', [graph.op('Cast', [marks], { to: 1 })], { axis: 1, keepdims: 0 });
}

/** Rows of the text tower: free up to the context length, unless it is fixed. */
export const textLength = ({ fixedLength, contextLength }: TextRecipe): number | 'L' => (fixedLength ? contextLength : 'L');

/** Token embeddings of ids, [B, L, width]. @throws CheckpointError where the table has no row for the pad token */
export function embeddings(layers: Layers, { tokenEmbedding, padId }: TextRecipe, ids: Value): Value {
  const [vocabulary = 0] = layers.weights.shape(tokenEmbedding);
  if (padId >= vocabulary) throw new CheckpointError(tokenEmbedding.name, `has ${vocabulary} rows; the pad token is ${padId}`);
  return layers.lookup(tokenEmbedding, vocabulary, ids);
}

/** What of the tokens stands for each text, [B, width]. @param ends its place, [B] */
export const pickEnds = (graph: Graph, tokens: Value, ends: Value): Value =>
  graph.op('GatherND', [tokens, graph.op('Unsqueeze', [ends, graph.ints([1])])], { batch_dims: 1 });

interface Entering {
  /** Anything of which the second axis is the tokens. */
  readonly sequence: Value;
  /** Token embeddings [B, L, width], before their positions are added. */
  readonly embedded: () => Value;
  /** Of the tokens after the last block, what stands for each text, [B, width]. */
  readonly picked: (tokens: Value) => Value;
}

/** The tower itself, from token embeddings to the output `text` [B, dims]. */
export function addTextTower(layers: Layers, recipe: TextRecipe, { sequence, embedded, picked }: Entering): void {
  const { width, dims, contextLength, heads, causal, projection } = recipe;
  const { graph } = layers;
  const positions = layers.exact(recipe.positions, [contextLength, width]);
  const length = graph.op('Shape', [sequence], { start: 1, end: 2 });
  const used = graph.op('Slice', [positions, graph.ints([0]), length, graph.ints([0])]);
  let tokens = graph.op('Add', [embedded(), used]);
  for (const block of recipe.blocks) tokens = layers.block(tokens, block, heads, { causal }).output;
  const normed = layers.norm(picked(tokens), recipe.finalNorm);
  const joint = projection === null ? normed : layers.project(normed, projection, width, dims);
  graph.output('text', layers.unit(joint), 'float', ['B', dims]);
}

/** The text tower as a graph: `input_ids` int64 [B, L] in, `text` [B, dims] out, rows of length one. */
export function buildText(recipe: TextRecipe, weights: Weights): Graph {
  const { pooling } = recipe;
  const graph = new Graph('text');
  const layers = new Layers(graph, weights, recipe.width, recipe.activation);
  const ids = graph.input('input_ids', 'int64', ['B', textLength(recipe)]);
  addTextTower(layers, recipe, {
    sequence: ids,
    embedded: () => embeddings(layers, recipe, ids),
    picked: (tokens) =>
      pooling.at === 'last'
        ? graph.op('Gather', [tokens, graph.ints([-1], [])], { axis: 1 })
        : pickEnds(graph, tokens, place(graph, ids, pooling)),
  });
  return graph;
}
