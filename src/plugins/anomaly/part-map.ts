import { mapOfPart, type AnomalyCall, type ScoreMaps } from '../../core/index.js';

/**
 * A method's values on the grid of the call's features as the map that is answered: of the patches of the part alone. Scores and notices are made of its `data`,
 * since features of a region reach beyond it.
 * @param data one value a patch
 */
export const partMap = (
  { features: { rows, columns, frame }, image }: Pick<AnomalyCall, 'features' | 'image'>,
  data: Float32Array,
): ScoreMaps => mapOfPart({ channels: 1, rows, columns, data, frame }, image.box);
