import { badInput } from '../errors.js';
import type { Size } from './box.js';

/** Quarter turns, in degrees clockwise. They take every pixel to a pixel: nothing is interpolated. */
export const TURNS = Object.freeze([0, 90, 180, 270] as const);
/** One of {@link TURNS}. */
export type Turn = (typeof TURNS)[number];

/** A turn of a plugin. @throws BAD_INPUT */
export function checkTurn(turn: Turn): Turn {
  if (TURNS.includes(turn)) return turn;
  throw badInput('turned', `must be one of ${TURNS.join(', ')} degrees.`);
}

/** How large something is once it is turned. */
export const turnedSize = ({ width, height }: Size, turn: Turn): Size =>
  turn % 180 === 0 ? { width, height } : { width: height, height: width };

/** Where each cell of a turned grid lies in the upright one, row-major. @param size of the upright one */
function uprightPlaces({ width, height }: Size, turn: Turn): Int32Array {
  const turned = turnedSize({ width, height }, turn);
  const places = new Int32Array(width * height);
  for (let row = 0, at = 0; row < turned.height; row += 1)
    for (let column = 0; column < turned.width; column += 1, at += 1) {
      const [back, down] = [turned.width - 1 - column, turned.height - 1 - row];
      const [y, x] = turn === 0 ? [row, column] : turn === 90 ? [back, row] : turn === 180 ? [down, back] : [column, down];
      places[at] = y * width + x;
    }
  return places;
}

type Numbers = Uint8Array | Float32Array;

const emptyLike = <Data extends Numbers>(data: Data): Data => new (data.constructor as new (length: number) => Data)(data.length);

/** Cells of so many numbers, turned clockwise; row-major. @param size of the upright grid */
export function turned<Data extends Numbers>(data: Data, numbers: number, size: Size, turn: Turn): Data {
  const into = emptyLike(data);
  uprightPlaces(size, turn).forEach((upright, place) => {
    for (let at = 0; at < numbers; at += 1) into[place * numbers + at] = data[upright * numbers + at]!;
  });
  return into;
}

/** What {@link turned} undoes. @param size of the upright grid, which comes back */
export function turnedBack<Data extends Numbers>(data: Data, numbers: number, size: Size, turn: Turn): Data {
  const into = emptyLike(data);
  uprightPlaces(size, turn).forEach((upright, place) => {
    for (let at = 0; at < numbers; at += 1) into[upright * numbers + at] = data[place * numbers + at]!;
  });
  return into;
}
