import { CheckpointError } from '../checkpoint-error.js';
import type { Tensors } from '../safetensors/index.js';

/** Side of the square grid in a table of positions [1 + side * side, width]. @throws CheckpointError when it is none */
export function gridSide(tensors: Tensors, name: string): number {
  const [rows = 0] = tensors.shape(name);
  const side = Math.round(Math.sqrt(rows - 1));
  if (side < 1 || side * side !== rows - 1) throw new CheckpointError(name, `has ${rows} rows, one more than a square is expected`);
  return side;
}

/** Numbered modules of a list: how many there are. @param part a tensor that each of them has */
export function countModules(tensors: Tensors, list: string, part: string): number {
  let count = 0;
  while (tensors.has(`${list}.${count}.${part}`)) count++;
  if (count === 0) throw new CheckpointError(`${list}.0.${part}`, 'is missing from the checkpoint');
  return count;
}

/** Heads of a transformer. @throws CheckpointError when they do not divide the width */
export function headsOf(place: string, width: number, headWidth: number): number {
  if (width % headWidth !== 0) throw new CheckpointError(place, `is ${width} wide, no multiple of the ${headWidth} of one head`);
  return width / headWidth;
}
