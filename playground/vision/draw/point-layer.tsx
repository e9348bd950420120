import type { Point } from '../read/reading';

/** Points with a size of their own, whatever the size of the picture. */
export function PointLayer({ points, width, height }: { points: readonly Point[]; width: number; height: number }) {
  return (
    <div className="points" aria-hidden="true">
      {points.map(({ x, y }, place) => (
        <i key={place} style={{ left: `${(x / width) * 100}%`, top: `${(y / height) * 100}%` }} />
      ))}
    </div>
  );
}
