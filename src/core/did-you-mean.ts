import { distance } from 'fastest-levenshtein';

/** As commander has it for commands and options. */
const MOST_OFF = 3;
const LEAST_ALIKE = 0.4;

/** The known name that comes nearest to what was written, whatever the case; null when none comes near enough to be what was meant. */
export function nearest(written: string, known: readonly string[]): string | null {
  const wanted = written.toLowerCase();
  const [best] = known
    .map((name) => ({ name, off: distance(wanted, name.toLowerCase()), length: Math.max(wanted.length, name.length) }))
    .filter(({ off, length }) => off <= MOST_OFF && (length - off) / length > LEAST_ALIKE)
    .sort((a, b) => a.off - b.off);
  return best?.name ?? null;
}

/** ` Did you mean x?`, to stand behind a sentence; empty when nothing comes near. */
export function didYouMean(written: string, known: readonly string[]): string {
  const name = nearest(written, known);
  return name === null ? '' : ` Did you mean ${name}?`;
}
