import { object, type Json } from './tokenizer-files.js';

const replace = (Regex: string, content: string): Json => ({ type: 'Replace', pattern: { Regex }, content });

/** Python's `string.punctuation`. */
const PUNCTUATION = '[!-/:-@\\[-`{-~]';

const COLLAPSE = [replace('\\s+', ' '), { type: 'Strip', strip_left: true, strip_right: true }];

/**
 * Normalisers that drop punctuation before a tokenizer's own: `canonicalize_text` of SigLIP (case is the text cleaning's work).
 * open_clip's form, asked for by `tokenizer_kwargs.clean`, makes underscores spaces first; transformers' SiglipTokenizer drops them.
 * @returns [] for tokenizers that keep punctuation: SigLIP 2 in transformers, every CLIP
 */
export function canonicalNormalizers(tokenizerConfig: Json, openClipConfig: Json): readonly Json[] {
  const text = object(object(openClipConfig['model_cfg'])['text_cfg']);
  if (object(text['tokenizer_kwargs'])['clean'] === 'canonicalize') return [replace('_', ' '), replace(PUNCTUATION, ''), ...COLLAPSE];
  return /^SiglipTokenizer/.test(String(tokenizerConfig['tokenizer_class'])) ? [replace(PUNCTUATION, ''), ...COLLAPSE] : [];
}
