/** Unit vectors of texts, by text. */
export type Vectors = ReadonlyMap<string, Float32Array>;

/** How a region compares with texts: its vector's length is of no matter, for it is the same for all. */
export type Nearness = (text: string) => number;

/** @throws Error for a text without a vector, or one of another width */
export function nearness(region: ArrayLike<number>, vectors: Vectors): Nearness {
  const known = new Map<string, number>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const vector = vectors.get(text);
    if (vector?.length !== region.length) throw new Error(`The text "${text}" has ${vector?.length ?? 0} dimensions of ${region.length}.`);
    let dot = 0;
    for (let d = 0; d < vector.length; d++) dot += region[d]! * vector[d]!;
    known.set(text, dot);
    return dot;
  };
}

/** Whether a text is nearer than every other one. A tie is no win. */
export const wins = (near: Nearness, own: string, texts: Iterable<string>): boolean => {
  const least = near(own);
  for (const text of texts) if (text !== own && !(near(text) < least)) return false;
  return true;
};

/** Texts from the nearest on, as many as asked for. */
export const nearest = (near: Nearness, texts: readonly string[], count: number): string[] =>
  [...texts].sort((a, b) => near(b) - near(a)).slice(0, count);
