/** Uniform numbers in [0, 1) of a whole seed: Mulberry32 (public domain), the same on every machine. */
function uniforms(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** So many numbers of the standard normal distribution, by Box and Muller. */
export function gaussians(seed: number, count: number): Float32Array {
  const next = uniforms(seed);
  const found = new Float32Array(count);
  for (let at = 0; at < count; at += 2) {
    const far = Math.sqrt(-2 * Math.log(1 - next()));
    const turn = 2 * Math.PI * next();
    found[at] = far * Math.cos(turn);
    if (at + 1 < count) found[at + 1] = far * Math.sin(turn);
  }
  return found;
}
