import { fixText } from './fix-text.js';
import { unescapeHtml } from './unescape-html.js';

/** What Python's `\s` and `str.strip` take for white space: the byte-order mark is none, the separators U+001C to U+001F are. */
// eslint-disable-next-line no-control-regex -- these controls are white space to Python
const SPACES = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;

/** `whitespace_clean(basic_clean(text)).lower()` of OpenAI CLIP's simple_tokenizer.py, final sigma included. */
export function cleanOpenai(text: string): string {
  const plain = unescapeHtml(unescapeHtml(fixText(text)));
  return plain.replace(SPACES, ' ').replace(/^ | $/g, '').toLowerCase();
}
