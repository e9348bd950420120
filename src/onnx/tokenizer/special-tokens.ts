import { CheckpointError } from '../checkpoint-error.js';
import type { Json } from './tokenizer-files.js';
import { contentOf, idOf } from './vocabulary.js';

export interface SpecialToken {
  readonly content: string;
  readonly id: number;
}

/** What stands before and after the tokens of a text. */
export interface SpecialTokens {
  readonly start: SpecialToken | null;
  readonly end: SpecialToken;
}

const STARTS = ['<|startoftext|>', '<start_of_text>'];
const ENDS = ['<|endoftext|>', '<end_of_text>', '<eos>', '</s>'];

function find(place: string, named: string | null, usual: readonly string[], tokenizer: Json): SpecialToken {
  const found = (named === null ? usual : [named])
    .map((content) => ({ content, id: idOf(content, tokenizer) }))
    .find((token): token is SpecialToken => token.id !== undefined);
  if (found !== undefined) return found;
  if (named !== null) throw new CheckpointError(`tokenizer_config.json ${place}`, `${JSON.stringify(named)} is not in the vocabulary`);
  throw new CheckpointError(`tokenizer_config.json ${place}`, `is missing, and the vocabulary has none of ${usual.join(', ')}`);
}

/**
 * The tokens around a text, as tokenizer_config.json or special_tokens_map.json name them, else the usual ones.
 * @param hasStart false for families that put nothing before a text (SigLIP)
 * @throws CheckpointError when a token has no id
 */
export function findSpecialTokens(tokenizer: Json, settings: readonly Json[], hasStart: boolean): SpecialTokens {
  const named = (place: string): string | null =>
    settings.map((file) => contentOf(file[place])).find((content) => content !== null) ?? null;
  return {
    start: hasStart ? find('bos_token', named('bos_token'), STARTS, tokenizer) : null,
    end: find('eos_token', named('eos_token'), ENDS, tokenizer),
  };
}

const asPiece = ({ content }: SpecialToken): Json => ({ SpecialToken: { id: content, type_id: 0 } });

/** The post-processor that puts them around a text. */
export function templateOf({ start, end }: SpecialTokens): Json {
  const all = start === null ? [end] : [start, end];
  const single = [...(start === null ? [] : [asPiece(start)]), { Sequence: { id: 'A', type_id: 0 } }, asPiece(end)];
  return {
    type: 'TemplateProcessing',
    single,
    pair: [...single, { Sequence: { id: 'B', type_id: 1 } }, asPiece(end)],
    special_tokens: Object.fromEntries(all.map(({ content, id }) => [content, { id: content, ids: [id], tokens: [content] }])),
  };
}
