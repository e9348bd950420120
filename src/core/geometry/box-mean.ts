/** Rows [first, end) of a picture. */
export interface RowBand {
  readonly first: number;
  readonly end: number;
}

/** Rows [top, bottom) and columns [left, right). */
export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A rectangle with `by` more on each side, within width x height. */
export const growRect = (rect: Rect, by: number, width: number, height: number): Rect => ({
  left: Math.max(0, rect.left - by),
  top: Math.max(0, rect.top - by),
  right: Math.min(width, rect.right + by),
  bottom: Math.min(height, rect.bottom + by),
});

/** Row-major planes that hold the rows from `first` on, `width` values each. */
export interface Planes {
  readonly first: number;
  readonly one: Float32Array;
  readonly two: Float32Array;
}

/**
 * Means over square windows of side 2 * radius + 1, cut off at the picture's edges, for two planes at once (one walk over
 * the sums costs less than two). Running sums in doubles: the cost does not depend on the radius.
 *
 * @param width, height of the whole picture: where windows are cut off
 * @param from must be filled wherever a window of `rect` reaches
 * @param to receives the means in `rect`; nothing else is touched
 * @param sums scratch, at least 2 * width
 */
export function boxMeans(width: number, height: number, radius: number, from: Planes, to: Planes, rect: Rect, sums: Float64Array): void {
  const left = Math.max(0, rect.left - radius);
  const right = Math.min(width, rect.right + radius);
  sums.fill(0);
  let top = Math.max(0, rect.top - radius);
  let bottom = top;
  for (let y = rect.top; y < rect.bottom; y++) {
    const start = Math.max(0, y - radius);
    const end = Math.min(height, y + radius + 1);
    for (; bottom < end; bottom++) accumulate(from.one, from.two, (bottom - from.first) * width, left, right, sums, 1);
    for (; top < start; top++) accumulate(from.one, from.two, (top - from.first) * width, left, right, sums, -1);
    slide(sums, width, radius, end - start, rect.left, rect.right, to.one, to.two, (y - to.first) * width);
  }
}

/** Sums of a column lie side by side: both planes in one stream. */
function accumulate(one: Float32Array, two: Float32Array, at: number, left: number, right: number, sums: Float64Array, sign: number): void {
  for (let x = left; x < right; x++) {
    sums[2 * x] = sums[2 * x]! + sign * one[at + x]!;
    sums[2 * x + 1] = sums[2 * x + 1]! + sign * two[at + x]!;
  }
}

function slide(
  sums: Float64Array,
  width: number,
  radius: number,
  rows: number,
  left: number,
  right: number,
  one: Float32Array,
  two: Float32Array,
  at: number,
): void {
  let sumOne = 0;
  let sumTwo = 0;
  let enter = Math.max(0, left - radius);
  let leave = enter;
  let share = 0;
  for (let x = left, before = 0; x < right; x++) {
    const end = Math.min(width, x + radius + 1);
    for (; enter < end; enter++) {
      sumOne += sums[2 * enter]!;
      sumTwo += sums[2 * enter + 1]!;
    }
    for (; leave < x - radius; leave++) {
      sumOne -= sums[2 * leave]!;
      sumTwo -= sums[2 * leave + 1]!;
    }
    const columns = enter - leave;
    if (columns !== before) share = 1 / (rows * columns);
    before = columns;
    one[at + x] = sumOne * share;
    two[at + x] = sumTwo * share;
  }
}
