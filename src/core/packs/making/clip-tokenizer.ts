import { resolve } from 'node:path';
import { badInput } from '../../errors.js';
import { clipTokens } from './clip-tokens.js';

/** Tokens of texts, with start and end. */
export type Tokenize = (texts: readonly string[]) => Promise<readonly (readonly number[])[]>;

/**
 * CLIP's tokenizer for a converter's option `--tokenizer <folder>`, read when texts are there: a checkpoint may hold their vectors.
 * @throws BAD_INPUT when it is asked for tokens and no folder was given
 */
export const clipTokenizer =
  (folder: string | undefined, say: (line: string) => void): Tokenize =>
  async (texts) => {
    if (folder === undefined)
      throw badInput(
        '--tokenizer',
        "is needed to encode the texts: a folder with CLIP's tokenizer.json, or vocab.json and merges.txt, such as that of any CLIP checkpoint.",
      );
    say('encoding the texts');
    return clipTokens(resolve(folder), texts);
  };
