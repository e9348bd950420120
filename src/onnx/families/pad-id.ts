import type { Checkpoint } from './checkpoint.js';

interface TokenizerFile {
  readonly added_tokens?: readonly { readonly id?: unknown; readonly content?: unknown }[];
  readonly model?: { readonly vocab?: unknown };
}

/** A special token is written as its text, or as an object that holds it. */
const textOf = (token: unknown): string | null => {
  const content = typeof token === 'object' && token !== null ? (token as { content?: unknown }).content : token;
  return typeof content === 'string' ? content : null;
};

/** The id of the tokenizer's own pad token, by the files beside the weights; null where they do not tell. */
export function readPadId(checkpoint: Checkpoint): number | null {
  const setting = (name: string): string | null => textOf((checkpoint.json(name) as { pad_token?: unknown } | null)?.pad_token);
  const pad = setting('special_tokens_map.json') ?? setting('tokenizer_config.json');
  if (pad === null) return null;
  const file = checkpoint.json('tokenizer.json') as TokenizerFile | null;
  const vocabulary = file?.model?.vocab ?? checkpoint.json('vocab.json');
  const id =
    file?.added_tokens?.find((token) => token.content === pad)?.id ??
    (Array.isArray(vocabulary) ? undefined : (vocabulary as Record<string, unknown> | null)?.[pad]);
  return typeof id === 'number' ? id : null;
}
