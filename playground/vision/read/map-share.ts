import type { Look } from '../model/view';
import type { ReadMap, Reading } from './reading';

/** The one of an answer's maps that is drawn. */
export const drawnMap = ({ maps }: Pick<Reading, 'maps'>, { draws }: Pick<Look, 'draws'>): ReadMap | undefined =>
  maps.find(({ name }) => name === draws) ?? maps[0];

/** Where in the range of a map drawing begins, as a share of it: as the visitor says, else as the answer does. */
export function drawnFrom(map: ReadMap, { threshold }: Pick<Look, 'threshold'>): number {
  if (threshold !== null) return threshold;
  return map.threshold === null ? 0 : Math.max(0, (map.threshold - map.min) / rangeOf(map));
}

/** The value at a share of a map's range. */
export const valueAt = (map: ReadMap, share: number): number => map.min + share * rangeOf(map);

/** How much of the map is at or above a share of its range, 0 to 1. */
export function shareFrom(map: ReadMap, share: number): number {
  const least = valueAt(map, share);
  return map.values.reduce((sum, value) => sum + (value >= least ? 1 : 0), 0) / map.values.length;
}

/** Of a map that is the same everywhere the range is taken for 1. */
export const rangeOf = ({ min, max }: ReadMap): number => max - min || 1;
