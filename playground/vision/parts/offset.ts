import type { Layer } from '../model/view';

/** How many colours the layers before one take: each label has its own, whatever its layer. */
export const offsetOf = (layers: readonly Layer[], place: number): number =>
  layers.slice(0, place).reduce((sum, { texts }) => sum + Math.max(1, texts.length), 0);
