import { CheckpointError } from '../checkpoint-error.js';
import type { TextRecipe } from '../recipe.js';
import { frameOf } from './frame.js';
import type { PreparedTokenizer } from './prepare-tokenizer.js';
import { idsOf } from './vocabulary.js';

type Text = Pick<TextRecipe, 'pooling' | 'padId' | 'tokenEmbedding'>;

export interface FittedTokens {
  /** Fills up shorter texts without standing for any. */
  readonly padId: number;
  /** What somebody should know, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Looks whether a tokenizer and a text tower belong together: every id has a row of the embedding, and the token that stands for a text is one that
 * every text has. An embedding with more rows than there are tokens is common (rows are rounded up), and so are ids that no token has.
 * @param rows of the embedding
 * @throws CheckpointError naming the token, the setting and both numbers
 */
export function fitTokens({ json, source }: PreparedTokenizer, text: Text, rows: number): FittedTokens {
  const ids = idsOf(json);
  const [highest, name] = [...ids].reduce((most, entry) => (entry[0] > most[0] ? entry : most), [-1, '']);
  if (highest >= rows)
    throw new CheckpointError(
      source,
      `its ids go up to ${highest} (${JSON.stringify(name)}), for which ${highest + 1} rows are needed, but the embedding ` +
        `${text.tokenEmbedding.name} has ${rows}: the tokenizer is not the one of these weights, or tokens were added to it and the embedding was not ` +
        'resized. Put the tokenizer into the folder that the weights were trained with',
    );
  const { before, after } = frameOf(json);
  const end = after.at(-1);
  const { pooling } = text;
  if (pooling.at === 'first' && ![...before, ...after].some(({ id }) => id === pooling.id))
    throw new CheckpointError(
      pooling.setting,
      `is ${pooling.id}, a token that the tokenizer puts ${pooling.id < rows ? 'at the end of no text' : `nowhere, nor has the embedding a row for it (${rows} rows)`}` +
        `${end === undefined ? '' : `; texts end with ${end.id} (${JSON.stringify(end.content)})`}. Set it to the id of the token that ends every text`,
    );
  if (pooling.at !== 'highest' || end === undefined) return { padId: text.padId, notes: [] };
  const above = [...ids].filter(([id]) => id > end.id);
  const [first] = above;
  // Padding stands behind the end, where it matters to nobody unless its id is the highest.
  return {
    padId: Math.min(text.padId, end.id),
    notes:
      first === undefined
        ? []
        : [
            `A text is read at its highest id, as the model's own library does. ${above.length} ${above.length === 1 ? 'token is' : 'tokens are'} above the ` +
              `end token ${end.id}, e.g. ${JSON.stringify(first[1])} (${first[0]}): a text that has one is read there and not at its end.`,
          ],
  };
}
