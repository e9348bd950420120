import { withAddedTokens } from '../tokenizer/added-tokens.js';
import { object, type Json } from '../tokenizer/tokenizer-files.js';
import { contentOf, idOf } from '../tokenizer/vocabulary.js';
import type { Checkpoint } from './checkpoint.js';

/** The id of the tokenizer's own pad token, by the files beside the weights; null where they do not tell. */
export function readPadId(checkpoint: Checkpoint): number | null {
  const read = (name: string): Json => object(checkpoint.json(name));
  const [config, map, added] = [read('tokenizer_config.json'), read('special_tokens_map.json'), read('added_tokens.json')];
  const pad = contentOf(map['pad_token']) ?? contentOf(config['pad_token']);
  if (pad === null) return null;
  const file = checkpoint.json('tokenizer.json');
  const tokenizer: Json = file === null ? { added_tokens: [], model: { vocab: checkpoint.json('vocab.json') } } : object(file);
  return idOf(pad, withAddedTokens(tokenizer, { config, map, added })) ?? null;
}
