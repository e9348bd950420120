/**
 * Leaves out points of a closed ring that lie within `tolerance` of the line between those kept (Douglas and Peucker 1973),
 * beginning from the first point and the one farthest from it.
 *
 * @param ring x, y, x, y, ...; closed without repeating the first point
 * @returns at least three points if the ring had as many
 */
export function simplifyRing(ring: readonly number[], tolerance: number): number[] {
  const count = ring.length / 2;
  if (count <= 4) return [...ring];
  const keep = new Uint8Array(count);
  let far = 0;
  let farthest = -1;
  for (let i = 1; i < count; i++) {
    const d = (ring[2 * i]! - ring[0]!) ** 2 + (ring[2 * i + 1]! - ring[1]!) ** 2;
    if (d > farthest) [far, farthest] = [i, d];
  }
  keep[0] = keep[far] = 1;
  const spans: number[] = [0, far, far, count];
  while (spans.length > 0) {
    const end = spans.pop()!;
    const start = spans.pop()!;
    const middle = farthestFrom(ring, start, end, tolerance);
    if (middle < 0) continue;
    keep[middle] = 1;
    spans.push(start, middle, middle, end);
  }
  const simple: number[] = [];
  for (let i = 0; i < count; i++) if (keep[i]) simple.push(ring[2 * i]!, ring[2 * i + 1]!);
  return simple.length >= 6 ? simple : [...ring];
}

/** The point between `start` and `end` that is farthest from their line, or -1 if none is beyond `tolerance`. */
function farthestFrom(ring: readonly number[], start: number, end: number, tolerance: number): number {
  const last = end % (ring.length / 2);
  const x = ring[2 * start]!;
  const y = ring[2 * start + 1]!;
  const dx = ring[2 * last]! - x;
  const dy = ring[2 * last + 1]! - y;
  const lengthSquared = dx * dx + dy * dy;
  let found = -1;
  let most = tolerance * tolerance;
  for (let i = start + 1; i < end; i++) {
    const px = ring[2 * i]! - x;
    const py = ring[2 * i + 1]! - y;
    // To the segment, not the endless line: a chain may turn back beyond its ends.
    const t = lengthSquared > 0 ? Math.min(1, Math.max(0, (px * dx + py * dy) / lengthSquared)) : 0;
    const distance = (px - t * dx) ** 2 + (py - t * dy) ** 2;
    if (distance > most) [found, most] = [i, distance];
  }
  return found;
}
