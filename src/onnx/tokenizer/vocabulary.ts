import { CheckpointError } from '../checkpoint-error.js';
import { list, object, type Json } from './tokenizer-files.js';

/** A token of a configuration: its text, or an object that holds it. */
export const contentOf = (token: unknown): string | null => {
  const content = typeof token === 'string' ? token : object(token)['content'];
  return typeof content === 'string' ? content : null;
};

/** The id of a token in a tokenizer.json: among the added ones, in a map of ids (BPE, WordPiece) or a list of [token, score] (Unigram). */
export function idOf(token: string, tokenizer: Json): number | undefined {
  const added = list(tokenizer['added_tokens']).map(object);
  const listed = added.find((entry) => entry['content'] === token)?.['id'];
  if (typeof listed === 'number') return listed;
  const vocabulary = object(tokenizer['model'])['vocab'];
  if (Array.isArray(vocabulary)) {
    const place = vocabulary.findIndex((entry) => list(entry)[0] === token);
    return place < 0 ? undefined : place;
  }
  const id = object(vocabulary)[token];
  return typeof id === 'number' ? id : undefined;
}

/** Tokens by id: of the model, and the added ones, which come last. */
export function idsOf(tokenizer: Json): Map<number, string> {
  const vocabulary = object(tokenizer['model'])['vocab'];
  const tokens: [unknown, unknown][] = Array.isArray(vocabulary)
    ? vocabulary.map((entry, id) => [list(entry)[0], id])
    : Object.entries(object(vocabulary));
  const added = list(tokenizer['added_tokens']).map((token): [unknown, unknown] => [contentOf(token), object(token)['id']]);
  const ids = new Map<number, string>();
  for (const [token, id] of [...tokens, ...added]) {
    if (!Number.isSafeInteger(id) || (id as number) < 0)
      throw new CheckpointError(
        'vocabulary',
        `its token ${JSON.stringify(token)} has the id ${JSON.stringify(id)}, a whole number from 0 on is expected`,
      );
    ids.set(id as number, String(token));
  }
  return ids;
}
