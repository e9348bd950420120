import { CheckpointError } from '../checkpoint-error.js';
import type { TextRecipe } from '../recipe.js';
import { Graph } from '../writer/index.js';
import { Layers } from './layers.js';
import { addTextTower, embeddings, pickEnds, place, textLength } from './text.js';
import type { Weights } from './weights.js';

/** The text tower in two graphs, so that something may come between its token embeddings and its first block. */
export interface InputsEmbedsGraphs {
  /** `input_ids` int64 [B, L] in; `inputs_embeds` [B, L, width] out, without positions, and `end` int64 [B], the place of the token that stands for each text. */
  readonly tokens: Graph;
  /** `inputs_embeds` [B, L, width] and `end` int64 [B] in; `text` [B, dims] out, rows of length one. */
  readonly tower: Graph;
}

/**
 * What prompt learners feed (CoOp, arXiv:2109.01134, and its followers): they put learned vectors between the embeddings of the start token, of words and of the end
 * token. Positions are added inside, as in transformers' `inputs_embeds` and in CoOp's code, whose `tokenized_prompts.argmax` is `end` here.
 * @param framed whether the tokenizer begins every text with a token of its own
 * @throws CheckpointError for a tower that has no token to stand for a text
 */
export function buildInputsEmbeds(recipe: TextRecipe, weights: Weights, framed: boolean): InputsEmbedsGraphs {
  const { pooling, width } = recipe;
  if (pooling.at === 'last' || !framed)
    throw new CheckpointError(
      '--inputs-embeds',
      'is for towers that read a text at its end token, behind a start token, as CLIP does. This one reads the last place of a fixed length, as SigLIP does: compile it without',
    );
  const layersOf = (graph: Graph): Layers => new Layers(graph, weights, width, recipe.activation);
  const dims = ['B', textLength(recipe), width];

  const tokens = new Graph('tokens');
  const ids = tokens.input('input_ids', 'int64', dims.slice(0, 2));
  tokens.output('inputs_embeds', embeddings(layersOf(tokens), recipe, ids), 'float', dims);
  tokens.output('end', place(tokens, ids, pooling), 'int64', ['B']);

  const tower = new Graph('inputs-embeds');
  const fed = tower.input('inputs_embeds', 'float', dims);
  const end = tower.input('end', 'int64', ['B']);
  addTextTower(layersOf(tower), recipe, { sequence: fed, embedded: () => fed, picked: (last) => pickEnds(tower, last, end) });
  return { tokens, tower };
}
