import { badInput } from '../../core/index.js';

export type ClipEbcForm = 'HEAD' | 'TRAINING_FREE';

export interface ClipEbcOptions {
  readonly form: ClipEbcForm | null;
  readonly blockSize: number | null;
  readonly tiles: number;
  readonly minPresence: number | null;
}

/** The same as in plugin.graphql (tested): for callers that do not come through the schema. */
export const DEFAULTS: ClipEbcOptions = { form: null, blockSize: null, tiles: 1, minPresence: null };

/** Tiles along the longer side. */
export const MOST_TILES = 8;

/** Options with defaults where absent. @throws BAD_INPUT naming the option and its range */
export function readOptions(given: Partial<ClipEbcOptions> | null | undefined): ClipEbcOptions {
  const set = Object.entries(given ?? {}).filter(([, value]) => value !== undefined);
  const options: ClipEbcOptions = { ...DEFAULTS, ...Object.fromEntries(set) };
  const { tiles, minPresence } = options;
  if (!(Number.isInteger(tiles) && tiles >= 1 && tiles <= MOST_TILES))
    throw badInput('by.clipEbc.tiles', `must be a whole number, 1 to ${MOST_TILES}, not ${tiles}.`);
  if (minPresence !== null && !(minPresence >= 0 && minPresence <= 1))
    throw badInput('by.clipEbc.minPresence', `must be 0 to 1, not ${minPresence}.`);
  return options;
}
