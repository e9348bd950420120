import type { Box, Size } from '../geometry/box.js';

/** A box of an answer: in pixels of the upright original, and as shares of its sides. */
export interface AnswerBox extends Box {
  readonly normalized: Box;
}

export function answerBox(box: Box, original: Size): AnswerBox {
  return {
    ...box,
    normalized: {
      x: box.x / original.width,
      y: box.y / original.height,
      width: box.width / original.width,
      height: box.height / original.height,
    },
  };
}
