import { cosine } from '../math/cosine.js';

/** Vectors of one text differ by rounding alone, far less than those of any two texts that the tower tells apart. */
const ALIKE = 1 - 1e-6;

/** A label that an encoder cannot tell from one before it. */
export interface AlikeLabels {
  readonly label: string;
  readonly first: string;
  /** Whether all names of both are alike, in order, so that whatever is made of one is made of the other. */
  readonly same: boolean;
}

const areAlike = (a: Float32Array | undefined, b: Float32Array | undefined): boolean =>
  a !== undefined && b !== undefined && (a === b || cosine(a, b) >= ALIKE);

/**
 * Labels whose vectors are those of another one before them: written in another case, or in a script that the tower knows no token of.
 * @param vectors of each label, unit length, that of the label itself first
 */
export function alikeLabels(labels: readonly string[], vectors: readonly (readonly Float32Array[])[]): readonly AlikeLabels[] {
  return labels.flatMap((label, index) => {
    const own = vectors[index] ?? [];
    const other = vectors.findIndex(([vector]) => areAlike(vector, own[0]));
    if (other < 0 || other >= index) return [];
    const theirs = vectors[other]!;
    const same = own.length === theirs.length && own.every((vector, name) => areAlike(vector, theirs[name]));
    return [{ label, first: labels[other]!, same }];
  });
}
