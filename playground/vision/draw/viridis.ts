import { interpolateViridis } from 'd3-scale-chromatic';

/** 256 colours, from the smallest value to the largest: even in lightness, also with colour-blind eyes. */
export const VIRIDIS: readonly (readonly [number, number, number])[] = Array.from({ length: 256 }, (_, i) => {
  const hex = interpolateViridis(i / 255);
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as [number, number, number];
});
