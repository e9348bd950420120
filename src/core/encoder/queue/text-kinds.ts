import type { EncodePromptRequest } from '../contract/encoder.js';
import type { Work } from '../contract/work.js';

/** What differs between texts and texts with learned vectors in them. */
export interface TextKind<Text> {
  readonly what: 'texts' | 'prompts';
  /** Between the pack's id and the name, in keys of what is kept: no text is named as a prompt. */
  readonly mark: string;
  /** Equal names are the same work. */
  nameOf(text: Text): string;
  /** Memory that it holds while it waits, beside its name. */
  bytesOf(text: Text): number;
  work(texts: readonly Text[]): Work;
}

export const TEXTS: TextKind<string> = {
  what: 'texts',
  mark: ':',
  nameOf: (text) => text,
  bytesOf: () => 0,
  work: (texts) => ({ type: 'texts', texts }),
};

export const PROMPTS: TextKind<EncodePromptRequest> = {
  what: 'prompts',
  mark: '/prompt:',
  nameOf: ({ key }) => key,
  bytesOf: ({ parts }) => parts.reduce((sum, part) => sum + (typeof part === 'string' ? 0 : part.byteLength), 0),
  work: (prompts) => ({ type: 'prompts', prompts: prompts.map(({ parts }) => parts) }),
};
