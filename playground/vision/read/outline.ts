import { contours } from 'd3-contour';
import polylabel from 'polylabel';
import type { Box } from '../model/view';
import type { Point } from './reading';

interface Bits {
  readonly bits: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** The part of the original that the bits cover. */
  readonly box: Box;
}

type Ring = readonly (readonly number[])[];

/** The outline of a mask in pixels of the original, and where its name has most room. */
export function outlineOf({ bits, width, height, box }: Bits): { outline: string; anchor: Point | null } {
  const used = usedPart(bits, width, height);
  if (!used) return { outline: '', anchor: null };
  const part: number[] = [];
  for (let y = used.y; y < used.y + used.height; y++) for (let x = used.x; x < used.x + used.width; x++) part.push(bits[y * width + x]!);
  const { coordinates } = contours().size([used.width, used.height]).contour(part, 0.5);
  const place = ([x = 0, y = 0]: readonly number[]): Point => ({
    x: box.x + ((used.x + x) * box.width) / width,
    y: box.y + ((used.y + y) * box.height) / height,
  });
  const ringText = (ring: Ring): string =>
    `M${ring
      .slice(0, -1)
      .map((point) => {
        const { x, y } = place(point);
        return `${x.toFixed(1)},${y.toFixed(1)}`;
      })
      .join(' ')}Z`;
  const largest = coordinates.reduce((one, other) => (areaOf(other[0]!) > areaOf(one[0]!) ? other : one), coordinates[0]!);
  return { outline: coordinates.flat().map(ringText).join(''), anchor: place(polylabel(largest.map(thinned), 2)) };
}

/** The smallest rectangle around all set bits. */
function usedPart(bits: Uint8Array, width: number, height: number): Box | null {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      if (!bits[y * width + x]) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  return right < 0 ? null : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

function areaOf(ring: Ring): number {
  let sum = 0;
  for (let i = 1; i < ring.length; i++) sum += ring[i - 1]![0]! * ring[i]![1]! - ring[i]![0]! * ring[i - 1]![1]!;
  return Math.abs(sum) / 2;
}

/** A place for a name needs no more points than these. */
const thinned = (ring: Ring): number[][] => {
  const step = Math.ceil(ring.length / 300);
  return ring.filter((_, i) => i % step === 0).map((point) => [...point]);
};
