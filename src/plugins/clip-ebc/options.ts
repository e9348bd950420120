import { badInput } from '../../core/index.js';

export type ClipEbcForm = 'HEAD' | 'TRAINING_FREE';

export interface ClipEbcOptions {
  readonly form: ClipEbcForm | null;
  readonly blockSize: number | null;
  readonly tiles: number;
  readonly rescore: number;
  readonly minPresence: number | null;
}

/** The same as in plugin.graphql (tested): for callers that do not come through the schema. */
export const DEFAULTS: ClipEbcOptions = { form: null, blockSize: null, tiles: 1, rescore: 0, minPresence: null };

/** Tiles along the longer side. */
export const MOST_TILES = 8;
/** Parts that are looked at again. */
export const MOST_RESCORED = 16;

/** Options with defaults where absent. @throws BAD_INPUT naming the option and its range */
export function readOptions(given: Partial<ClipEbcOptions> | null | undefined): ClipEbcOptions {
  const set = Object.entries(given ?? {}).filter(([, value]) => value !== undefined);
  const options: ClipEbcOptions = { ...DEFAULTS, ...Object.fromEntries(set) };
  const { tiles, rescore, minPresence } = options;
  if (!(Number.isInteger(tiles) && tiles >= 1 && tiles <= MOST_TILES))
    throw badInput('by.clipEbc.tiles', `must be a whole number, 1 to ${MOST_TILES}, not ${tiles}.`);
  if (!(Number.isInteger(rescore) && rescore >= 0 && rescore <= MOST_RESCORED))
    throw badInput('by.clipEbc.rescore', `must be a whole number, 0 to ${MOST_RESCORED}, not ${rescore}.`);
  if (tiles > 1 && rescore > 0)
    throw badInput('by.clipEbc.rescore', 'must be 0 where tiles is more than 1: both look closer, one of them at a time.');
  if (minPresence !== null && !(minPresence >= 0 && minPresence <= 1))
    throw badInput('by.clipEbc.minPresence', `must be 0 to 1, not ${minPresence}.`);
  return options;
}
