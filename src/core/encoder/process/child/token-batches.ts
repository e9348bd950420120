import { readFile } from 'node:fs/promises';
import { Tokenizer } from '@huggingface/tokenizers';
import { cleanText } from '../../../text/cleaning/clean-text.js';
import type { TokenCount } from '../../contract/encoder.js';
import type { LoadCommand } from '../protocol.js';

/** What is used of the library. Its own declarations import each other without suffixes, which NodeNext does not resolve. */
interface TextTokenizer {
  /** What becomes of whatever the vocabulary lacks; a tokenizer without such a token leaves it out. */
  readonly model: { readonly unk_token_id?: number } | null;
  encode(text: string, options?: { readonly add_special_tokens: boolean }): { readonly ids: readonly number[] };
  token_to_id(token: string): number | undefined;
}
const Library = Tokenizer as unknown as new (json: object, config: object) => TextTokenizer;

export interface TokenBatch {
  /** [texts, length], row-major. */
  readonly ids: BigInt64Array;
  readonly mask: BigInt64Array;
  readonly length: number;
  /** Of each text. */
  readonly counts: readonly TokenCount[];
  /** Of each text the columns that vectors take, in their order; fewer where its end was cut. */
  readonly places: readonly (readonly number[])[];
}

/** A text as it is tokenised: whole, or in parts, of which a number stands for so many vectors in the place of tokens. */
export type Tokenised = string | readonly (string | number)[];

/** Few lengths, so that the runtime's memory arena settles instead of growing with every new shape. */
const LENGTHS = [8, 16, 32, 64, 128, 256];

interface TokenizerFile {
  readonly padding?: { readonly pad_id?: number } | null;
}

const PAD_TOKENS = ['[PAD]', '<pad>', '<|endoftext|>'];

export type TokenOptions = Pick<LoadCommand, 'contextLength' | 'cleaning' | 'padId'>;

/** Among ids: a vector's place. */
const VECTOR = -1;

/** A long text is cut before its end token, which stays: `clip.tokenize(truncate=True)`, and what SigLIP's own code calls a sticky end. */
const cut = (ids: readonly number[], longest: number): readonly number[] =>
  ids.length <= longest ? ids : [...ids.slice(0, longest - 1), ...ids.slice(-1)];

/** Texts to token matrices: cleaned as the pack says, then by its tokenizer.json. */
export class TokenBatches {
  /** Ids that every text begins and ends with. */
  private readonly frame: { readonly before: readonly number[]; readonly after: readonly number[] };

  private constructor(
    private readonly tokenizer: TextTokenizer,
    private readonly pad: bigint,
    private readonly options: TokenOptions,
  ) {
    const [own, all] = [tokenizer.encode('a', { add_special_tokens: false }).ids, tokenizer.encode('a').ids];
    const start = all.findIndex((_, at) => own.every((id, index) => all[at + index] === id));
    this.frame = { before: all.slice(0, start), after: all.slice(start + own.length) };
  }

  static async open(file: string, options: TokenOptions): Promise<TokenBatches> {
    const json = JSON.parse(await readFile(file, 'utf8')) as TokenizerFile;
    const tokenizer = new Library(json, {});
    const ofFile = (): number =>
      json.padding?.pad_id ?? PAD_TOKENS.map((token) => tokenizer.token_to_id(token)).find((id) => id !== undefined) ?? 0;
    return new TokenBatches(tokenizer, BigInt(options.padId ?? ofFile()), options);
  }

  /** Tokens of one text with special tokens, however many, and how many of its own the vocabulary knows. */
  private tokens(text: Tokenised): { readonly ids: readonly number[] } & Pick<TokenCount, 'known' | 'unknown'> {
    const cleaned = (words: string): string => cleanText(words, this.options.cleaning);
    // By themselves: the token at the end of every text may be the one of unknown words, too (CLIP).
    const ownIds = (words: string): readonly number[] => this.tokenizer.encode(cleaned(words), { add_special_tokens: false }).ids;
    const parts = typeof text === 'string' ? [text] : text;
    const own = parts.flatMap((part) => (typeof part === 'string' ? ownIds(part) : new Array<number>(part).fill(VECTOR)));
    const unknown = own.filter((id) => id === this.tokenizer.model?.unk_token_id).length;
    const { before, after } = this.frame;
    const ids = typeof text === 'string' ? this.tokenizer.encode(cleaned(text)).ids : [...before, ...own, ...after];
    return { ids, known: own.length - unknown, unknown };
  }

  /** @param fixed length that the graph insists on, if any: shorter rows are filled up, longer ones cut */
  batch(texts: readonly Tokenised[], fixed: number | null): TokenBatch {
    const { contextLength } = this.options;
    const whole = texts.map((text) => this.tokens(text));
    const rows = whole.map(({ ids }) => cut(ids, Math.min(contextLength, fixed ?? contextLength)));
    const longest = Math.max(1, ...rows.map((row) => row.length));
    const length = fixed ?? Math.min(contextLength, LENGTHS.find((allowed) => allowed >= longest) ?? contextLength);
    const ids = new BigInt64Array(rows.length * length).fill(this.pad);
    const mask = new BigInt64Array(rows.length * length);
    rows.forEach((row, index) =>
      row.forEach((id, column) => {
        // The id that the row begins with moves neither its highest one nor the first place of any: the tower reads the same place.
        ids[index * length + column] = BigInt(id === VECTOR ? row[0]! : id);
        mask[index * length + column] = 1n;
      }),
    );
    const counts = whole.map(({ ids: all, known, unknown }, index) => ({ tokens: all.length, read: rows[index]!.length, known, unknown }));
    const places = rows.map((row) => row.flatMap((id, column) => (id === VECTOR ? [column] : [])));
    return { ids, mask, length, counts, places };
  }
}
