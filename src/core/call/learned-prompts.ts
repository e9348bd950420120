import { createHash } from 'node:crypto';
import type { EncodePromptRequest } from '../encoder/contract/encoder.js';
import { badInput, type DenseqlError } from '../errors.js';
import type { LearnedPrompt } from '../text/learned-prompt.js';

/** What the tower can read. */
export interface TokenLimits {
  /** Numbers of one token's vector. */
  readonly width: number;
  /** Tokens, with those that begin and end a text. */
  readonly contextLength: number;
}

/** The largest number that half precision holds: far beyond any token's embedding, and sums of its squares are finite, so that one prompt spoils no batch. */
const MOST = 65504;

/** A text's end may be left out; a prompt without its end was never learned. */
export const tooManyTokens = (field: string, tokens: string, { contextLength }: TokenLimits): DenseqlError =>
  badInput(field, `has ${tokens} tokens with start and end, this encoder reads ${contextLength}.`);

/** Own copies: whoever gave them may write to them meanwhile. */
function ownPart(part: unknown, field: string, { width }: TokenLimits): string | Float32Array {
  if (typeof part === 'string') return part;
  if (!(part instanceof Float32Array)) throw badInput(field, 'must be words (a string) or vectors (a Float32Array).');
  const own = new Float32Array(part);
  if (own.length === 0 || own.length % width !== 0)
    throw badInput(field, `has ${own.length} numbers; rows of ${width} are needed, one at least.`);
  if (!own.every((number) => Math.abs(number) <= MOST)) throw badInput(field, `must hold finite numbers, at most ${MOST} from 0.`);
  return own;
}

function keyOf(parts: LearnedPrompt): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify(parts.map((part) => (typeof part === 'string' ? part : part.length))));
  for (const part of parts) if (typeof part !== 'string') hash.update(part);
  return hash.digest('hex');
}

/**
 * Prompts of a plugin as the encoder gets them: the host's own copies, named by their content.
 * @throws BAD_INPUT naming the part, e.g. `prompts[3][1]`, or the prompt that is longer than the tower reads by its vectors alone
 */
export function checkLearnedPrompts(prompts: readonly LearnedPrompt[], limits: TokenLimits): EncodePromptRequest[] {
  return Array.from(prompts, (given: unknown, index) => {
    const field = `prompts[${index}]`;
    if (!Array.isArray(given) || given.length === 0) throw badInput(field, 'must be a list of words and vectors, one part at least.');
    const rows = given.reduce((sum: number, part) => sum + (part instanceof Float32Array ? part.length : 0), 0) / limits.width;
    // Before they are copied.
    if (rows > limits.contextLength) throw tooManyTokens(field, `more than ${Math.floor(rows)}`, limits);
    const parts = Array.from(given, (part: unknown, place) => ownPart(part, `${field}[${place}]`, limits));
    return { key: keyOf(parts), parts };
  });
}
