import type { AnomalyCall, Features } from '../../core/index.js';

/** Of crops: what overlaps is averaged. */
const OVERLAP = 0.25;

/** Maps of one pass on its grid of patches. */
export type Maps = readonly Float32Array[];

/**
 * The picture in so many parts a side, each encoded again: a pass each. What they say is joined with the first look on its grid.
 * @param first maps of the picture's own pass
 * @param mapsOf maps of a part's pass, as many
 * @throws LIMIT_EXCEEDED for passes
 */
export async function closer(
  { features, image, look }: Pick<AnomalyCall, 'features' | 'image' | 'look'>,
  windows: number,
  first: Maps,
  mapsOf: (part: Features) => Promise<Maps>,
): Promise<Maps> {
  if (windows < 2) return first;
  const { x, y, width, height } = image.box;
  const side = 1 / (1 + (windows - 1) * (1 - OVERLAP));
  const boxes = Array.from({ length: windows * windows }, (_, at) => ({
    x: x + ((at % windows) / (windows - 1)) * (1 - side) * width,
    y: y + (Math.floor(at / windows) / (windows - 1)) * (1 - side) * height,
    width: side * width,
    height: side * height,
  }));
  const sums = first.map((map) => map.slice());
  const looks = new Float32Array(features.rows * features.columns).fill(1);
  for (const part of await look.encode(boxes)) {
    const seen = await mapsOf(part);
    const { frame, rows, columns } = part;
    for (let cell = 0; cell < looks.length; cell += 1) {
      const across = features.frame.x + (((cell % features.columns) + 0.5) * features.frame.width) / features.columns - frame.x;
      const down = features.frame.y + ((Math.floor(cell / features.columns) + 0.5) * features.frame.height) / features.rows - frame.y;
      if (across < 0 || down < 0 || across >= frame.width || down >= frame.height) continue;
      const place = Math.floor((down * rows) / frame.height) * columns + Math.floor((across * columns) / frame.width);
      sums.forEach((sum, map) => (sum[cell]! += seen[map]![place]!));
      looks[cell]! += 1;
    }
  }
  return sums.map((sum) => sum.map((value, cell) => value / looks[cell]!));
}
