const IRREGULAR: Readonly<Record<string, string>> = {
  person: 'people',
  man: 'men',
  woman: 'women',
  child: 'children',
  mouse: 'mice',
  goose: 'geese',
  foot: 'feet',
  tooth: 'teeth',
  ox: 'oxen',
  leaf: 'leaves',
  loaf: 'loaves',
  knife: 'knives',
  wolf: 'wolves',
  shelf: 'shelves',
  calf: 'calves',
  sheep: 'sheep',
  fish: 'fish',
  deer: 'deer',
  aircraft: 'aircraft',
  potato: 'potatoes',
  tomato: 'tomatoes',
};

function pluralWord(word: string): string {
  const lower = word.toLowerCase();
  const irregular = Object.hasOwn(IRREGULAR, lower) ? IRREGULAR[lower] : undefined;
  if (irregular !== undefined) return irregular;
  if (/(ss|us|x|z|ch|sh)$/.test(lower)) return `${word}es`;
  if (lower.endsWith('s')) return word; // "glasses", "scissors": plural as they are
  if (/[^aeiou]y$/.test(lower)) return `${word.slice(0, -1)}ies`;
  return `${word}s`;
}

/**
 * An English label in the plural: its last word, or the one before "of" ("cups of tea"). By rules and a short list; a label of another
 * language gets an s, which a text tower takes for what it is.
 */
export function plural(label: string): string {
  const [, head, tail] = /^(.*?)( of .*)?$/su.exec(label) ?? [];
  const words = (head ?? label).split(' ');
  return [...words.slice(0, -1), pluralWord(words.at(-1) ?? '')].join(' ') + (tail ?? '');
}
