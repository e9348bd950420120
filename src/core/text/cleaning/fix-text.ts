import { decodeByte } from './code-pages.js';
import { fixEncoding } from './fix-encoding.js';
import { unescapeSure } from './unescape-html.js';

/**
 * What ftfy 6.3.1 (Apache-2.0) does by default, with all of its steps: HTML escapes, mojibake, C1 controls, ligatures, full and half width, curly
 * quotes, line breaks, surrogates, terminal escapes, control characters, NFC. Left out: its splitting of segments longer than a million characters.
 * Unicode data is the runtime's and not Python's, so characters of the latest Unicode versions may compose or lower-case differently.
 */

const LIGATURES: Readonly<Record<string, string>> = {
  Ĳ: 'IJ',
  ĳ: 'ij',
  ŉ: 'ʼn',
  Ǳ: 'DZ',
  ǲ: 'Dz',
  ǳ: 'dz',
  Ǆ: 'DŽ',
  ǅ: 'Dž',
  ǆ: 'dž',
  Ǉ: 'LJ',
  ǈ: 'Lj',
  ǉ: 'lj',
  Ǌ: 'NJ',
  ǋ: 'Nj',
  ǌ: 'nj',
  ﬀ: 'ff',
  ﬁ: 'fi',
  ﬂ: 'fl',
  ﬃ: 'ffi',
  ﬄ: 'ffl',
  ﬅ: 'ſt',
  ﬆ: 'st',
};
const LIGATURE = new RegExp(`[${Object.keys(LIGATURES).join('')}]`, 'g');

/** Everything after the repair of mojibake, in ftfy's order. */
const fixCharacters = (text: string): string =>
  text
    .replace(/[\x80-\x9f]/g, (control) => decodeByte('windows-1252', control.charCodeAt(0)))
    .replace(LIGATURE, (ligature) => LIGATURES[ligature] ?? ligature)
    .replace(/\u3000/g, ' ')
    .replace(/[\uff01-\uffef]/g, (form) => form.normalize('NFKC'))
    .replace(/[\u201c-\u201f]/g, '"')
    .replace(/[\u02bc\u2018-\u201b]/g, "'")
    .replace(/\r\n|[\r\u2028\u2029\x85]/g, '\n')
    .replace(/\p{Cs}/gu, '\ufffd')
    // eslint-disable-next-line no-control-regex -- control characters are what this is about
    .replace(/\x1b\[[\p{Nd};]*[a-zA-Z]/gu, '')
    // eslint-disable-next-line no-control-regex -- as above
    .replace(/[\x00-\x08\x0b\x0e-\x1f\x7f\u206a-\u206f\ufeff\ufff9-\ufffc]/g, '')
    .normalize('NFC');

function fixSegment(text: string, unescape: boolean): string {
  for (let before = text; ; before = text) {
    if (unescape) text = unescapeSure(text);
    text = fixCharacters(fixEncoding(text));
    if (text === before) return text;
  }
}

/** ASCII without escapes and controls: nothing to repair. */
const PLAIN = /^[\t\n\x20-\x25\x27-\x7e]*$/;

/** ftfy's `fix_text`: line by line; from the first `<` on the text counts as HTML, whose escapes stay. */
export function fixText(text: string): string {
  if (PLAIN.test(text)) return text;
  let unescape = true;
  return text
    .split(/(?<=\n)/)
    .map((line) => {
      if (line.includes('<')) unescape = false;
      return fixSegment(line, unescape);
    })
    .join('');
}
