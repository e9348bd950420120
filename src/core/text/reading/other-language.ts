import type { PackWords } from '../../packs/words.js';
import { folded, longestFirst, plain, spellings } from './spelling.js';

/** What a label means in the pack's language. */
export interface Meaning {
  readonly text: string;
  /** Whether it can be no label of the pack's own language: it has an article, or a word that is none there. */
  readonly sure: boolean;
}

/** A language that the pack's words translate from. */
export interface OtherLanguage {
  readonly name: string;
  read(label: string): Meaning | null;
  /** Whether a label begins with an article that no label of the pack's own language begins with. */
  tells(label: string): boolean;
}

/** Every spelling of the forms, each with what it means: a word as the table has it goes before another one's other spelling. */
function lexicon(forms: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const all = Object.entries(forms);
  for (const [meaning, words] of all) for (const word of words) found.set(word, meaning);
  for (const [meaning, words] of all)
    for (const word of words) for (const spelling of spellings(word)) if (!found.has(spelling)) found.set(spelling, meaning);
  return found;
}

/** @returns what is behind one of the beginnings; null where the text has none of them */
function behind(text: string, beginnings: readonly string[]): string | null {
  const beginning = beginnings.find((one) => text.startsWith(one.endsWith("'") ? one : `${one} `));
  return beginning === undefined ? null : text.slice(beginning.length).trim();
}

/** @returns what reads labels of one other language: a noun, with adjectives and an article or without */
export function createOtherLanguage(language: PackWords['languages'][number]): OtherLanguage {
  const [nouns, adjectives, shared] = [lexicon(language.nouns), lexicon(language.adjectives), new Set(language.shared)];
  const [before, articles] = [longestFirst(language.before), longestFirst(language.articles)];
  const lookUp = (words: ReadonlyMap<string, string>, text: string): Meaning | null => {
    const meaning = words.get(text) ?? words.get(folded(text));
    return meaning === undefined ? null : { text: meaning, sure: meaning !== text && !shared.has(text) };
  };
  const withAdjective = (adjective: string, rest: string): Meaning | null => {
    const beside = lookUp(adjectives, adjective);
    const meaning = beside && read(rest);
    return meaning && { text: `${beside.text} ${meaning.text}`, sure: beside.sure || meaning.sure };
  };
  function read(text: string): Meaning | null {
    const noun = lookUp(nouns, text);
    const [first, last] = [text.indexOf(' '), text.lastIndexOf(' ')];
    if (noun !== null || first < 0) return noun;
    return withAdjective(text.slice(0, first), text.slice(first + 1)) ?? withAdjective(text.slice(last + 1), text.slice(0, last));
  }
  return {
    name: language.name,
    read(label) {
      const text = plain(label);
      const peeled = behind(text, before);
      const rest = behind(peeled ?? text, articles) ?? peeled;
      const meaning = rest === null ? null : read(rest);
      return meaning === null ? read(text) : { ...meaning, sure: true };
    },
    tells: (label) => behind(plain(label), language.telling) !== null,
  };
}
