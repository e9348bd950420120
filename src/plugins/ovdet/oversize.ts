import type { Box, Features } from '../../core/index.js';

/** The middle that is looked at has half of a box's area. */
const CORE = Math.SQRT1_2;
/** Scores are held back to no less than this share. */
const LEAST = 0.5;
/** Cosines below it say nothing of a label. */
const SILENT = 0.02;

/** Sums over rectangles of a map, from its running sums. */
function rectangles(
  map: Float32Array,
  rows: number,
  columns: number,
): (left: number, top: number, right: number, bottom: number) => number {
  const wide = columns + 1;
  const sums = new Float64Array((rows + 1) * wide);
  for (let y = 0; y < rows; y += 1)
    for (let x = 0; x < columns; x += 1)
      sums[(y + 1) * wide + x + 1] = map[y * columns + x]! + sums[y * wide + x + 1]! + sums[(y + 1) * wide + x]! - sums[y * wide + x]!;
  return (left, top, right, bottom) =>
    sums[bottom * wide + right]! - sums[top * wide + right]! - sums[bottom * wide + left]! + sums[top * wide + left]!;
}

/**
 * BIRDet's oversized boxes (its own rule is not public: a stand-in): a box around a thing and much else shows its label in its middle alone.
 *
 * @param maps of labels, by their places: cosines of the patches, [N]
 * @returns for a box and the place of a label that has a map what its score is multiplied by, 0.5 to 1
 */
export function oversizeGuard(features: Features, maps: ReadonlyMap<number, Float32Array>): (box: Box, label: number) => number {
  const { rows, columns, frame } = features;
  const sums = new Map(
    [...maps].map(([label, map]) => [
      label,
      rectangles(
        map.map((value) => Math.max(0, value)),
        rows,
        columns,
      ),
    ]),
  );
  const [across, down] = [columns / frame.width, rows / frame.height];
  /** The mean over the patches that a box touches most of; at least one. */
  const mean = (label: number, x: number, y: number, width: number, height: number): number => {
    const [left, top] = [Math.min(columns - 1, Math.round(x)), Math.min(rows - 1, Math.round(y))];
    const [right, bottom] = [
      Math.min(columns, Math.max(left + 1, Math.round(x + width))),
      Math.min(rows, Math.max(top + 1, Math.round(y + height))),
    ];
    return sums.get(label)!(left, top, right, bottom) / ((right - left) * (bottom - top));
  };
  return (box, label) => {
    const [x, y, width, height] = [
      Math.max(0, (box.x - frame.x) * across),
      Math.max(0, (box.y - frame.y) * down),
      box.width * across,
      box.height * down,
    ];
    const [coreWidth, coreHeight] = [width * CORE, height * CORE];
    const core = mean(label, x + (width - coreWidth) / 2, y + (height - coreHeight) / 2, coreWidth, coreHeight);
    return Math.max(LEAST, Math.min(1, (mean(label, x, y, width, height) + SILENT) / (core + SILENT)));
  };
}
