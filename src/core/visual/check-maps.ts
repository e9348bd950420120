import { allFinite } from '../math/all-finite.js';
import { intersect, type Box } from '../geometry/box.js';
import type { ScoreMaps } from '../geometry/score-maps.js';

/** Of a heatmap whose frame covers a part of the visual alone. */
const MOST_CELLS = 2 ** 20;

const isSize = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 1;

export const isBox = (box: Partial<Box> | null | undefined): box is Box =>
  typeof box === 'object' && box !== null && [box.x, box.y, box.width, box.height].every(Number.isFinite);

function problemOfFrame(frame: Box, { rows, columns }: ScoreMaps, box: Box): string | null {
  if (!isBox(frame) || !(frame.width > 0 && frame.height > 0)) return 'maps.frame is no box with sides above 0';
  const met = intersect(frame, box);
  if (!(met.width > 0 && met.height > 0)) return 'maps.frame does not meet the visual';
  // What is made has the grid's cells all over the visual: of a tiny frame it would be huge.
  const cells = ((columns * box.width) / frame.width) * ((rows * box.height) / frame.height);
  return cells <= Math.max(4 * rows * columns, MOST_CELLS) ? null : 'maps.frame is too small a part of the visual for its grid';
}

function problemOf(maps: ScoreMaps, box: Box): string | null {
  const { channels, rows, columns, data, frame } = maps;
  if (!isSize(channels) || !isSize(rows) || !isSize(columns)) return 'maps has no whole sizes: channels, rows and columns are 1 or more';
  if (!(data instanceof Float32Array)) return 'maps.data is no Float32Array';
  if (data.length !== channels * rows * columns) return `maps.data has ${data.length} numbers, not channels x rows x columns`;
  return problemOfFrame(frame, maps, box);
}

/**
 * Maps that a plugin gives to be drawn, looked over before anything is made of them: sizes, type, frame. Their numbers are `checkFinite`'s.
 * @param box of the visual
 * @returns what was checked, read once: later changes of the plugin's object change nothing
 * @throws Error saying what is wrong
 */
export function checkMaps(maps: ScoreMaps, box: Box): ScoreMaps {
  if (typeof maps !== 'object' || maps === null) throw new Error('maps are no score maps.');
  const { channels, rows, columns, data, frame } = maps;
  const own = {
    channels,
    rows,
    columns,
    data,
    frame: isBox(frame) ? { x: frame.x, y: frame.y, width: frame.width, height: frame.height } : frame,
  };
  const problem = problemOf(own, box);
  if (problem !== null) throw new Error(`${problem}.`);
  return Object.freeze(own);
}

/** @throws Error where maps hold NaN or infinity; of one channel only, where it is named */
export function checkFinite({ data, rows, columns }: ScoreMaps, channel?: number): void {
  const plane = rows * columns;
  const part = channel === undefined ? data : data.subarray(channel * plane, (channel + 1) * plane);
  if (!allFinite(part)) throw new Error('maps.data holds NaN or infinity.');
}

/** @throws Error where there is no such channel */
export function checkChannel({ channels }: ScoreMaps, channel: number): void {
  if (Number.isInteger(channel) && channel >= 0 && channel < channels) return;
  throw new Error(`channel must be 0 to ${channels - 1}, not ${String(channel)}.`);
}

/** @throws Error where it is none: what is drawn has an id that clients keep it by */
export function checkId(id: unknown): void {
  if (typeof id !== 'string' || id === '') throw new Error('id must be a text that is not empty; it begins with that of the answer.');
}
