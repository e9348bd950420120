/** Pixels that two outlines may lie apart and still agree, in a picture whose long side is 1024. */
const TOLERANCE = 2 / 1024;

interface Sides {
  readonly width: number;
  readonly height: number;
}

/** Pixels of a mask of 0 and 1 beside a pixel that is not in it (4 neighbours). The picture's own border is no outline. */
export function outline(mask: Uint8Array, { width, height }: Sides): Uint8Array {
  const edge = new Uint8Array(mask.length);
  for (let at = 0; at < mask.length; at++) {
    if (mask[at] !== 1) continue;
    const x = at % width;
    const open =
      (x > 0 && mask[at - 1] !== 1) ||
      (x < width - 1 && mask[at + 1] !== 1) ||
      (at >= width && mask[at - width] !== 1) ||
      (at < width * (height - 1) && mask[at + width] !== 1);
    if (open) edge[at] = 1;
  }
  return edge;
}

/** Steps to all pixels whose centre is at most so far. */
function disc(radius: number): [dx: number, dy: number][] {
  const reach = Math.floor(radius);
  const steps = Array.from({ length: 2 * reach + 1 }, (_, i) => i - reach);
  return steps.flatMap((dy) => steps.filter((dx) => dx * dx + dy * dy <= radius * radius).map((dx): [number, number] => [dx, dy]));
}

/** The share of one outline's pixels that have a pixel of the other near; NaN of no outline. */
function near(one: Uint8Array, other: Uint8Array, { width, height }: Sides, steps: readonly (readonly [number, number])[]): number {
  let all = 0;
  let matched = 0;
  for (let at = 0; at < one.length; at++) {
    if (one[at] !== 1) continue;
    all++;
    const [x, y] = [at % width, Math.floor(at / width)];
    const found = steps.some(([dx, dy]) => {
      const [u, v] = [x + dx, y + dy];
      return u >= 0 && u < width && v >= 0 && v < height && other[v * width + u] === 1;
    });
    if (found) matched++;
  }
  return matched / all;
}

/**
 * Boundary F-measure (Csurka et al., BMVC 2013, section 2.2): the harmonic mean of the shares of both outlines that lie within 2 px of the other, in a picture
 * of 1024 px. 0 where only one has an outline, NaN where neither has.
 */
export function boundaryF(answered: Uint8Array, truth: Uint8Array, sides: Sides): number {
  const steps = disc(TOLERANCE * Math.max(sides.width, sides.height));
  const [mine, theirs] = [outline(answered, sides), outline(truth, sides)];
  const precision = near(mine, theirs, sides, steps);
  const recall = near(theirs, mine, sides, steps);
  if (Number.isNaN(precision) && Number.isNaN(recall)) return NaN;
  return precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0;
}
