import { distance } from 'fastest-levenshtein';

/** As commander has it for commands and options. */
const MOST_OFF = 3;
const LEAST_ALIKE = 0.4;

const letters = (text: string): string => [...text].sort().join('');

/** Two letters of a short name that have changed places: `cta` for `cat`. */
const isSwap = (off: number, length: number, swapped: boolean): boolean => swapped && off <= 2 && length > 2;

/** The known name that comes nearest to what was written, whatever the case; null when none comes near enough to be what was meant. */
export function nearest(written: string, known: readonly string[]): string | null {
  // First, and cheap: what was written may have megabytes.
  const near = known.filter((name) => Math.abs(name.length - written.length) <= MOST_OFF);
  if (near.length === 0) return null;
  const wanted = written.toLowerCase();
  const [best] = near
    .map((name) => {
      const lower = name.toLowerCase();
      // Of two that are equally far off, the one whose letters have only changed places.
      const swapped = letters(lower) === letters(wanted);
      return { name, off: distance(wanted, lower), length: Math.max(wanted.length, name.length), swapped };
    })
    .filter(({ off, length, swapped }) => off <= MOST_OFF && ((length - off) / length > LEAST_ALIKE || isSwap(off, length, swapped)))
    .sort((a, b) => a.off - b.off || Number(b.swapped) - Number(a.swapped));
  return best?.name ?? null;
}

/** ` Did you mean x?`, to stand behind a sentence; empty when nothing comes near. */
export function didYouMean(written: string, known: readonly string[]): string {
  const name = nearest(written, known);
  return name === null ? '' : ` Did you mean ${name}?`;
}
