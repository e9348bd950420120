/** A text as tables have it: small letters, one kind of apostrophe, single spaces. */
export const plain = (text: string): string => text.normalize('NFC').toLowerCase().replaceAll('’', "'").replace(/\s+/gu, ' ').trim();

/** Longest first, so that `a photo of` goes before `a`. */
export const longestFirst = (texts: readonly string[]): readonly string[] => [...texts].sort((a, b) => b.length - a.length);

const LIGATURES: Readonly<Record<string, string>> = { ß: 'ss', œ: 'oe', æ: 'ae', ё: 'е' };
const UMLAUTS: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue' };

const withoutMarks = (text: string): string => text.replace(/\p{Script=Latin}\p{M}+/gu, ([letter]) => letter!);

const isAscii = (text: string): boolean => /^[ -~]*$/.test(text);

/** As people write whose keyboard lacks the letters: `arbol` for `árbol`. */
export const folded = (text: string): string =>
  isAscii(text) ? text : withoutMarks(text.replace(/[ßœæё]/gu, (letter) => LIGATURES[letter]!).normalize('NFD')).normalize('NFC');

/** All ways in which a word of a table may be written: as it is, folded, and with `ae` for `ä`. */
export const spellings = (form: string): readonly string[] => [
  form,
  folded(form),
  folded(form.replace(/[äöü]/gu, (letter) => UMLAUTS[letter]!)),
];

const letters = (text: string): readonly string[] => text.match(/\p{L}/gu) ?? [];

/** Whether most letters are of another script than Latin. */
export function isOtherScript(text: string): boolean {
  const all = letters(text);
  return all.filter((letter) => !/\p{Script=Latin}/u.test(letter)).length * 2 > all.length;
}

/** Whether a word has Latin letters with marks, or letters like ß and œ. */
export const hasMarks = (text: string): boolean => folded(text.toLowerCase()) !== text.normalize('NFC').toLowerCase();
