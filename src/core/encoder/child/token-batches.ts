import { readFile } from 'node:fs/promises';
import { Tokenizer } from '@huggingface/tokenizers';

/** What is used of the library. Its own declarations import each other without suffixes, which NodeNext does not resolve. */
interface TextTokenizer {
  encode(text: string): { readonly ids: readonly number[] };
  token_to_id(token: string): number | undefined;
}
const Library = Tokenizer as unknown as new (json: object, config: object) => TextTokenizer;

export interface TokenBatch {
  /** [texts, length], row-major. */
  readonly ids: BigInt64Array;
  readonly mask: BigInt64Array;
  readonly length: number;
}

/** Few lengths, so that the runtime's memory arena settles instead of growing with every new shape. */
const LENGTHS = [8, 16, 32, 64, 128, 256];

interface TokenizerFile {
  readonly padding?: { readonly pad_id?: number } | null;
}

const PAD_TOKENS = ['[PAD]', '<pad>', '<|endoftext|>'];

/** Texts to token matrices, by the pack's tokenizer.json. */
export class TokenBatches {
  private constructor(
    private readonly tokenizer: TextTokenizer,
    private readonly pad: bigint,
    private readonly contextLength: number,
  ) {}

  static async open(file: string, contextLength: number): Promise<TokenBatches> {
    const json = JSON.parse(await readFile(file, 'utf8')) as TokenizerFile;
    const tokenizer = new Library(json, {});
    const pad = json.padding?.pad_id ?? PAD_TOKENS.map((token) => tokenizer.token_to_id(token)).find((id) => id !== undefined) ?? 0;
    return new TokenBatches(tokenizer, BigInt(pad), contextLength);
  }

  /** Tokens of one text with special tokens; a long text is cut before its end token, which stays. */
  private tokens(text: string): readonly number[] {
    const { ids } = this.tokenizer.encode(text);
    return ids.length <= this.contextLength ? ids : [...ids.slice(0, this.contextLength - 1), ...ids.slice(-1)];
  }

  /** @param fixed length that the graph insists on, if any */
  batch(texts: readonly string[], fixed: number | null): TokenBatch {
    const rows = texts.map((text) => this.tokens(text));
    const longest = Math.max(1, ...rows.map((row) => row.length));
    const length = fixed ?? Math.min(this.contextLength, LENGTHS.find((allowed) => allowed >= longest) ?? this.contextLength);
    const ids = new BigInt64Array(rows.length * length).fill(this.pad);
    const mask = new BigInt64Array(rows.length * length);
    rows.forEach((row, index) =>
      row.forEach((id, column) => {
        ids[index * length + column] = BigInt(id);
        mask[index * length + column] = 1n;
      }),
    );
    return { ids, mask, length };
  }
}
