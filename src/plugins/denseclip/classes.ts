import { badInput, type LabelTexts } from '../../core/index.js';

/** "building, edifice" and "building;edifice" are a class of two names. */
const namesOf = (name: string): string[] => name.split(/[,;]/).map(plain).filter(Boolean);
const plain = (text: string): string => text.trim().toLowerCase().replace(/\s+/g, ' ');

/** Single letters put in, taken out or changed between two words (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 0; i < a.length; i += 1) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j += 1) next.push(Math.min(next[j]! + 1, row[j + 1]! + 1, row[j]! + (a[i] === b[j] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}

/** The few names that a wrong one may have meant: those that hold it or are held by it first, then those of few other letters. */
function nearest(wanted: string, classes: readonly string[], count = 4): string[] {
  const far = (name: string): number =>
    name.includes(wanted) || wanted.includes(name) ? 0 : distance(wanted, name) / Math.max(1, name.length);
  return classes
    .map((name) => ({ name, far: Math.min(...namesOf(name).map(far)) }))
    .sort((a, b) => a.far - b.far)
    .slice(0, count)
    .map(({ name }) => name);
}

/** Classes that a name stands for: by its whole name, else by its first one, else by any. Several may share one. */
function find(wanted: string, classes: readonly string[]): number[] {
  const where = (fits: (name: string) => boolean): number[] => classes.flatMap((name, index) => (fits(name) ? [index] : []));
  const whole = where((name) => plain(name) === wanted);
  if (whole.length > 0) return whole;
  const first = where((name) => namesOf(name)[0] === wanted);
  return first.length > 0 ? first : where((name) => namesOf(name).includes(wanted));
}

/**
 * For each label the classes that it, or a synonym given for it, is a name of. Case does not count.
 *
 * @param field how errors name the labels
 * @throws BAD_INPUT for a label that is no class, naming the nearest few and how many there are, and for two labels of one class
 */
export function classesOf(
  labels: readonly string[],
  classes: readonly string[],
  synonyms: readonly LabelTexts[] | null | undefined,
  field: string,
): number[][] {
  const taken = new Map<number, string>();
  return labels.map((label, index) => {
    const names = [label, ...(synonyms ?? []).filter((entry) => entry.label === label).flatMap(({ texts }) => texts)].map(plain);
    const found = [...new Set(names.flatMap((name) => find(name, classes)))];
    if (found.length === 0) {
      const near = nearest(names[0]!, classes).map((name) => JSON.stringify(name));
      const count = `one of the ${classes.length} classes`;
      throw badInput(
        `${field}[${index}]`,
        `${JSON.stringify(label)} is not ${count} that this head was trained on; nearest: ${near.join(', ')}. Other methods take any label.`,
      );
    }
    for (const at of found) {
      const other = taken.get(at);
      if (other !== undefined)
        throw badInput(`${field}[${index}]`, `${JSON.stringify(label)} is the class of ${JSON.stringify(other)}, too: name it once.`);
      taken.set(at, label);
    }
    return found;
  });
}
