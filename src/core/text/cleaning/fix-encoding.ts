import { isBad } from './badness.js';
import { CODE_PAGES, charactersOf, decodeByte, encode, isWindows } from './code-pages.js';
import { decodeUtf8 } from './utf8.js';

/** The repair of mojibake, after ftfy 6.3.1 (Apache-2.0): text whose bytes were UTF-8 and were read as something else. */

/** Sequences of UTF-8 in which a no-break space (0xa0) became a space. */
const ALTERED =
  /[\xc2\xc3\xc5\xce\xd0\xd9] |[\xe2\xe3] [\x80-\x84\x86-\x9f\xa1-\xbf]|[\xe0-\xe3][\x80-\x84\x86-\x9f\xa1-\xbf] |\xf0 [\x80-\xbf][\x80-\xbf]|\xf0[\x80-\xbf] [\x80-\xbf]|\xf0[\x80-\xbf][\x80-\xbf] /g;

/** The word "à" before another word keeps its space; Portuguese contractions are one word. */
const A_GRAVE = /\xc3 (?! |quele|quela|quilo|s )/g;

const restoreNoBreakSpace = (bytes: string): string =>
  bytes.replace(A_GRAVE, '\xc3\xa0 ').replace(ALTERED, (sequence) => sequence.replaceAll(' ', '\xa0'));

/** Sequences with a byte lost: 0x1a, or once a question mark. */
const LOSSY =
  // eslint-disable-next-line no-control-regex -- 0x1a stands for the lost byte
  /[\xc2-\xdf]\x1a|[\xc2-\xc3]\?|\xed[\xa0-\xaf][\x1a?]\xed[\xb0-\xbf][\x1a?\x80-\xbf]|\xed[\xa0-\xaf][\x1a?\x80-\xbf]\xed[\xb0-\xbf][\x1a?]|[\xe0-\xef][\x1a?][\x1a\x80-\xbf]|[\xe0-\xef][\x1a\x80-\xbf][\x1a?]|[\xf0-\xf4][\x1a?][\x1a\x80-\xbf][\x1a\x80-\xbf]|[\xf0-\xf4][\x1a\x80-\xbf][\x1a?][\x1a\x80-\xbf]|[\xf0-\xf4][\x1a\x80-\xbf][\x1a\x80-\xbf][\x1a?]|\x1a/g;

/** A class of a regular expression from characters. */
const oneOf = (characters: Iterable<string>): string =>
  `[${[...characters].map((character) => `\\u{${character.codePointAt(0)!.toString(16)}}`).join('')}]`;

const continuation = [...charactersOf(0x80, 0xbf)];
const strictContinuation = continuation.filter((character) => !'–—―‘’‚“”„•…'.includes(character));
const follows = oneOf([...continuation, ' ']);

/** Runs that look like UTF-8 read as a Latin-like encoding, not in the middle of a larger garble. */
const LIKE_UTF8 = new RegExp(
  `(?<!${oneOf(strictContinuation)})(?:${oneOf(charactersOf(0xc2, 0xdf))}${follows}|${oneOf(charactersOf(0xe0, 0xef))}${follows}{2}` +
    `|${oneOf([...charactersOf(0xf0, 0xf0), ...charactersOf(0xf3, 0xf3)])}${follows}{3})+`,
  'gu',
);

const fixRuns = (text: string): string =>
  text.replace(LIKE_UTF8, (run) => (run.length < text.length && isBad(run) ? fixEncoding(run) : run));

function fixWhole(text: string): string | null {
  for (const page of CODE_PAGES) {
    let bytes = encode(text, page);
    if (bytes === null) continue;
    // An en dash before a space looks the same in Mac Roman.
    if (page !== 'macintosh' && bytes.search(ALTERED) >= 0) bytes = restoreNoBreakSpace(bytes);
    if (isWindows(page)) bytes = bytes.replace(LOSSY, '\xef\xbf\xbd');
    const decoded = decodeUtf8(bytes);
    if (decoded !== null) return decoded;
  }
  return null;
}

function fixOnce(text: string): string {
  if (!isBad(text)) return text;
  const whole = fixWhole(text);
  if (whole !== null) return whole;
  const runs = fixRuns(text);
  if (runs !== text) return runs;
  return text.replace(/[\x80-\x9f]/g, (control) => decodeByte('windows-1252', control.charCodeAt(0)));
}

/** Text with its mojibake repaired, as often as it was made; text without any comes back as it is. */
export function fixEncoding(text: string): string {
  for (let before = text; ; before = text) {
    text = fixOnce(text);
    if (text === before) return text;
  }
}
