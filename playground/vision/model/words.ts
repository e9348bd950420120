/** A name of the schema as people read it: `minPresence` is "Min presence", `clipEbc` "Clip ebc". */
export function wordsOf(name: string): string {
  const words = name
    .replace(/_/g, ' ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A value of an enum as people read it: spelt as its description spells it, where that names it, e.g. "NACLIP" or "DINOiser". */
export function valueTitle(name: string, description: string): string {
  const spelt = new RegExp(`(?<![\\w])${name}(?![\\w])`, 'i').exec(description)?.[0] ?? '';
  return spelt === '' || spelt === spelt.toLowerCase() ? wordsOf(name) : spelt.charAt(0).toUpperCase() + spelt.slice(1);
}

/** What comes before the first full stop that ends a sentence. */
export function firstSentence(text: string): string {
  return /^.*?[.!?](?=\s+[A-Z]|\s*$)/s.exec(text)?.[0] ?? text;
}

export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
