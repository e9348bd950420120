import { cosine } from '../math/cosine.js';

/** Vectors of one text differ by rounding alone, far less than those of any two texts that the tower tells apart. */
const ALIKE = 1 - 1e-6;

/** A label that an encoder cannot tell from one before it. */
export interface AlikeLabels {
  readonly label: string;
  readonly first: string;
}

/**
 * Labels whose vectors are those of another one before them: written in another case, or in a script that the tower knows no token of.
 * @param vectors of each label, unit length, that of the label itself first
 */
export function alikeLabels(labels: readonly string[], vectors: readonly (readonly Float32Array[])[]): readonly AlikeLabels[] {
  return labels.flatMap((label, index) => {
    const own = vectors[index]?.[0];
    const other =
      own === undefined ? -1 : vectors.findIndex(([vector]) => vector !== undefined && (vector === own || cosine(vector, own) >= ALIKE));
    return other >= 0 && other < index ? [{ label, first: labels[other]! }] : [];
  });
}
