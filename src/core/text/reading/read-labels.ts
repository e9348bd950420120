import type { PackWords } from '../../packs/words.js';
import { createOtherLanguage, type Meaning, type OtherLanguage } from './other-language.js';
import { createOwnWords, type OwnWords } from './own-words.js';
import { hasMarks, isOtherScript } from './spelling.js';

/** How a label is read. */
export interface Reading {
  /** As it was written. */
  readonly label: string;
  /** What stands for it in texts. */
  readonly text: string;
  /** The language that it was translated from, e.g. `German`; null: from none. */
  readonly from: string | null;
  /** Whether it seems to be of another language, and the words have it not. */
  readonly foreign: boolean;
  /** What the words say of the name beside. */
  readonly descriptions: readonly string[];
}

export type ReadLabel = (label: string) => Reading;

/** For packs without words: labels are read as they are written. */
export const asWritten: ReadLabel = (label) => ({ label, text: label, from: null, foreign: false, descriptions: [] });

interface Words {
  readonly own: OwnWords;
  readonly others: readonly OtherLanguage[];
}

const known = new WeakMap<PackWords, Words>();

function indexed(words: PackWords): Words {
  const before = known.get(words);
  if (before !== undefined) return before;
  const made = { own: createOwnWords(words), others: words.languages.map(createOtherLanguage) };
  known.set(words, made);
  return made;
}

/**
 * How many of the texts can be of a language alone: of those languages that have at least as many as the pack's own, so that a word taken for a foreign one
 * by mistake turns no other.
 */
function votesOf(texts: readonly string[], { own, others }: Words): ReadonlyMap<OtherLanguage, number> {
  const votes = new Map<OtherLanguage, number>();
  let ours = 0;
  for (const text of texts) {
    const found = others.map((language) => ({ language, meaning: language.read(own.bare(text)) }));
    for (const { language, meaning } of found) if (meaning?.sure) votes.set(language, (votes.get(language) ?? 0) + 1);
    if (own.knows(text) && found.every(({ meaning }) => meaning === null)) ours += 1;
  }
  return new Map([...votes].filter(([, count]) => count >= ours));
}

/**
 * Reads labels by a pack's words. A label that is spelled as a word of the pack's language is one, unless it has an article of another language, or the
 * other texts of the question are of that language: `chat` is English, `le chat` is not, nor is `chat` beside `chien`.
 *
 * @param beside labels and other short texts of the question
 */
export function createReadLabel(words: PackWords, beside: readonly string[]): ReadLabel {
  const index = indexed(words);
  const { own, others } = index;
  const votes = votesOf([...new Set(beside)], index);
  const weight = (language: OtherLanguage): number => votes.get(language) ?? 0;

  const translated = (label: string): { readonly language: OtherLanguage; readonly meaning: Meaning } | null => {
    const found = others.flatMap((language) => {
      const meaning = language.read(label);
      return meaning !== null && (meaning.sure || weight(language) > 0) ? [{ language, meaning }] : [];
    });
    // Of two languages the one of more labels, then the first: sorting keeps their order.
    return found.sort((a, b) => weight(b.language) - weight(a.language))[0] ?? null;
  };
  const isForeign = (label: string): boolean => {
    if (isOtherScript(label)) return true;
    return !own.knows(label) && (votes.size > 0 || hasMarks(label) || others.some((language) => language.tells(label)));
  };
  const descriptions = (text: string): readonly string[] => words.descriptions[text.toLowerCase()] ?? [];

  return (label) => {
    const bare = own.bare(label);
    const found = translated(bare) ?? translated(own.peeled(label));
    if (found !== null && found.meaning.text !== own.peeled(label).toLowerCase()) {
      const { text } = found.meaning;
      return { label, text, from: found.language.name, foreign: false, descriptions: descriptions(text) };
    }
    const text = own.read(label);
    return { label, text, from: null, foreign: found === null && isForeign(bare), descriptions: descriptions(text) };
  };
}
