import { bytesOf } from './base64.js';
import type { Floats } from './planes.js';

/** `Heatmap { width height float32 }`: the values on the method's own grid. */
export function readFloats({
  width,
  height,
  float32,
}: {
  readonly width: number;
  readonly height: number;
  readonly float32: string;
}): Floats {
  const bytes = new DataView(bytesOf(float32).buffer);
  return { width, height, data: Float32Array.from({ length: width * height }, (_, i) => bytes.getFloat32(4 * i, true)) };
}
