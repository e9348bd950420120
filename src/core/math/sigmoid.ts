/** 1 / (1 + e^-x), in (0, 1): log odds as a probability. */
export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
