import type { Box, Size } from '../geometry/box.js';

/** A box of an answer: in pixels of the upright original, and as shares of its sides. */
export interface AnswerBox extends Box {
  readonly id: string;
  readonly normalized: Box & { readonly id: string };
}

export function answerBox(box: Box, original: Size): AnswerBox {
  // A box is a value: its id is all that it says, so that clients may keep two selections of it as one.
  const id = `${original.width}x${original.height}/${box.x},${box.y},${box.width},${box.height}`;
  return {
    ...box,
    id,
    normalized: {
      id: `${id}/normalized`,
      x: box.x / original.width,
      y: box.y / original.height,
      width: box.width / original.width,
      height: box.height / original.height,
    },
  };
}
