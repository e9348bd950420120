/** The same numbers on every machine: a linear congruential generator (Numerical Recipes' constants). */
function noise(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
}

type Rgb = readonly [number, number, number];

/** Colour of a place in [0, 1] x [0, 1]: sky, hills, a ball with a highlight, a chequered floor. */
function scene(x: number, y: number, aspect: number): Rgb {
  const dx = (x - 0.7) * aspect;
  const dy = y - 0.56;
  const distance = Math.hypot(dx, dy);
  if (distance < 0.2) return Math.hypot(dx + 0.07, dy + 0.07) < 0.05 ? [245, 170, 150] : distance > 0.185 ? [90, 20, 15] : [205, 60, 40];
  if (x > 0.12 && x < 0.33 && y > 0.36 && y < 0.8) return x < 0.14 || x > 0.31 || y > 0.77 ? [40, 30, 60] : [90, 75, 120];
  if (y < 0.36 && y > 0.17 && Math.abs(x - 0.225) < (y - 0.17) * 0.72) return [160, 70, 55];
  if (y > 0.7)
    return Math.floor((x * aspect + y) * 12) % 2 === Math.floor((x * aspect - y) * 12 + 64) % 2 ? [150, 105, 70] : [225, 205, 170];
  if (y > 0.46 + 0.09 * Math.sin(x * 9.7) + 0.04 * Math.sin(x * 31 + 1)) return [70, 120, 60];
  return [90 + 67 * y, 140 + 50 * y, 215 - 34 * y];
}

/**
 * A picture with smooth, textured and sharp parts and no symmetry, so that swapped axes, channels or patches show.
 * @returns RGB, 8 bit, rows top-down, `width * height * 3` bytes; equal for equal sizes
 */
export function goldenPixels(width: number, height: number): Uint8Array {
  const pixels = new Uint8Array(width * height * 3);
  const grain = noise(20240229);
  for (let row = 0, at = 0; row < height; row += 1)
    for (let column = 0; column < width; column += 1) {
      const colour = scene((column + 0.5) / width, (row + 0.5) / height, width / height);
      const jitter = 30 * grain();
      for (const value of colour) pixels[at++] = Math.max(0, Math.min(255, Math.round(value + jitter)));
    }
  return pixels;
}

/**
 * Size of a golden picture: near the size that the checkpoint was trained on, in whole multiples, and not square, so that a position
 * grid must be resampled.
 */
export function goldenSize(nativeSide: number, sizeMultiple: number): { width: number; height: number } {
  const columns = Math.max(1, Math.round(nativeSide / sizeMultiple));
  const rows = Math.max(1, Math.round((nativeSide * 0.75) / sizeMultiple));
  return { width: columns * sizeMultiple, height: (rows === columns ? rows + 1 : rows) * sizeMultiple };
}
