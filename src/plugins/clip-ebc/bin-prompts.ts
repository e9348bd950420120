import type { Bin, BinTemplates } from './head.js';
import { plural } from './plural.js';

const WORDS = (
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen ' +
  'twenty'
).split(' ');

/** Numbers as words up to twenty, as CLIP-EBC's prompts have them; digits beyond. */
const inWords = (count: number): string => WORDS[count] ?? String(count);

/** All names in one go: a label such as "{a}" or "$&" stays what it is. */
const fill = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replace(/\{(\w*)\}/g, (whole, name: string) => (Object.hasOwn(values, name) ? values[name]! : whole));

/**
 * The sentence that describes a bin of counts (CLIP-EBC's wording, arXiv:2403.09281 and its code): `[0, 0]` no thing, `[1, 1]` one thing, `[k, k]`
 * k things, `[k, null]` more than k things, `[a, b]` between a and b things.
 */
export function binPrompt([low, high]: Bin, of: string, templates: BinTemplates): string {
  const many = plural(of);
  if (high === null) return fill(templates.more, { '': many, n: inWords(low) });
  if (low !== high) return fill(templates.between, { '': many, a: inWords(low), b: inWords(high) });
  if (low === 0) return fill(templates.none, { '': of });
  if (low === 1) return fill(templates.one, { '': of });
  return fill(templates.many, { '': many, n: inWords(low) });
}

/** ZIP's two states of a block: without and with any such thing. */
export const statePrompts = (of: string, templates: BinTemplates): readonly [string, string] => [
  fill(templates.none, { '': of }),
  fill(templates.some, { '': of }),
];
