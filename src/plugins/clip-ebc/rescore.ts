import { intersect, type Box, type Features, type Point } from '../../core/index.js';
import type { Counted } from './counted.js';
import { integrate, stitch, type Field } from './field.js';

/** Parts along the longer side. */
const ALONG = 3;
/** Expected things below which a part is not looked at again: at most a piece of one, which alone would look like a whole. */
const LEAST = 0.5;
/** Share of a part's side that is seen around it, so that things on its border are seen whole. */
const MARGIN = 1 / 8;

/** Whole pixels where `count` parts of an axis begin and end. */
const edges = (from: number, length: number, count: number): number[] =>
  Array.from({ length: count + 1 }, (_, i) => from + Math.round((i * length) / count));

/** A fixed grid of parts without overlap over a box, row by row: thirds of the longer side, as square as whole numbers allow. */
export function partsOf(box: Box): Box[] {
  const third = Math.max(box.width, box.height) / ALONG;
  const axis = (from: number, length: number): number[] => edges(from, length, Math.max(1, Math.round(length / third)));
  const [across, down] = [axis(box.x, box.width), axis(box.y, box.height)];
  const rows = down.slice(1).map((bottom, i) => ({ y: down[i]!, height: bottom - down[i]! }));
  const columns = across.slice(1).map((right, i) => ({ x: across[i]!, width: right - across[i]! }));
  return rows.flatMap((row) => columns.map((column) => ({ ...row, ...column }))).filter(({ width, height }) => width > 0 && height > 0);
}

/** A part with its surroundings, in whole pixels. */
function widened({ x, y, width, height }: Box, limit: Box): Box {
  const [across, down] = [Math.round(width * MARGIN), Math.round(height * MARGIN)];
  return intersect({ x: x - across, y: y - down, width: width + 2 * across, height: height + 2 * down }, limit);
}

const holds = ({ x, y, width, height }: Box, point: Point): boolean =>
  point.x >= x && point.x < x + width && point.y >= y && point.y < y + height;

interface Look {
  /** The part asked about. */
  readonly box: Box;
  readonly first: Counted;
  /** Parts that are looked at again, at most. */
  readonly most: number;
  readonly encode: (boxes: readonly Box[]) => Promise<readonly Features[]>;
  /** Counts a pass over a box. */
  readonly count: (pass: Features, box: Box) => Promise<Counted>;
}

/**
 * Crops encoded again: the parts of a fixed grid that hold most are looked at closer, and what is seen there stands in place of the first look,
 * exactly within the part; elsewhere the first look stays.
 *
 * @returns the passes beside the count, for the label's presence
 */
export async function rescore({ box, first, most, encode, count }: Look): Promise<{ counted: Counted; passes: readonly Features[] }> {
  const parts = partsOf(box).map((part) => ({ part, mass: integrate(first.density, part) }));
  const worth = parts.filter(({ mass }) => mass >= LEAST).sort((a, b) => b.mass - a.mass); // stable: the first among equals
  const chosen = worth.slice(0, most).map(({ part }) => part);
  if (chosen.length === 0) return { counted: first, passes: [] };

  const crops = chosen.map((part) => widened(part, box));
  const passes = await encode(crops);
  const seen: { part: Box; counted: Counted }[] = [];
  for (const [i, part] of chosen.entries()) seen.push({ part, counted: await count(passes[i]!, crops[i]!) });
  const left = parts.filter(({ part }) => !chosen.includes(part)).map(({ part }) => ({ part, counted: first }));

  // Finer looks first: theirs are the cells of what is put together.
  const put = (of: (counted: Counted) => Field | null): Field | null => {
    const fields = [...seen, ...left].flatMap(({ part, counted }) => {
      const field = of(counted);
      return field ? [{ ...field, inside: intersect(part, field.inside) }] : [];
    });
    return fields.length > 0 ? stitch(fields, box) : null;
  };
  const inside = seen.flatMap(({ part, counted }) => (counted.points ?? []).filter((point) => holds(part, point)));
  const outside = (first.points ?? []).filter((point) => !chosen.some((part) => holds(part, point)));
  const presence = [first, ...seen.map((look) => look.counted)].flatMap((look) => look.presence ?? []);
  const counted: Counted = {
    form: first.form,
    density: put(({ density }) => density)!,
    variance: put(({ variance }) => variance),
    points: first.points === null ? null : [...inside, ...outside],
    // The first look no longer says so where all that it found was looked at again.
    saturated: seen.some((look) => look.counted.saturated) || (first.saturated && worth.length > chosen.length),
    ...(presence.length > 0 ? { presence: Math.max(...presence) } : {}),
  };
  return { counted, passes };
}
