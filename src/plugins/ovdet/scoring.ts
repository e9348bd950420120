import { sigmoid } from '../../core/index.js';
import type { BackgroundText } from './background.js';
import { dot, likeness } from './region-vectors.js';

/** Constants of scores: of a pack's head, or of any pack. */
export interface Scoring {
  /** How sure a cosine is to be that of the label, among regions. */
  readonly presence: { readonly midpoint: number; readonly slope: number };
  readonly scale: number;
  /** Weight of the box's quality in the geometric mean with what the texts say (F-VLM's 1 - beta). */
  readonly qualityShare: number;
}

/** What texts say of one region. */
export interface Named {
  /** Of each label, in [0, 1]. */
  readonly labels: readonly number[];
  /** Share of the softmax that the background rows take from the best label; null without any. */
  readonly background: number | null;
}

/**
 * What labels and background make of a region's vector: how sure the label's cosine is by itself, times its share among the labels and background rows. Absolute:
 * with one label and no background it is the first alone.
 */
export function name(
  vector: Float32Array,
  labels: readonly (readonly Float32Array[])[],
  background: readonly BackgroundText[],
  { presence, scale }: Scoring,
): Named {
  const cosines = labels.map((names) => likeness(vector, names));
  const rows = background.map(({ vector: row, weight }) => weight * Math.exp(scale * dot(vector, row)));
  const behind = rows.reduce((sum, value) => sum + value, 0);
  const values = cosines.map((cosine) => Math.exp(scale * cosine));
  const all = values.reduce((sum, value) => sum + value, behind);
  const best = Math.max(...values);
  return {
    labels: cosines.map((cosine, label) => sigmoid(presence.slope * (cosine - presence.midpoint)) * (values[label]! / all)),
    background: background.length > 0 ? behind / (behind + best) : null,
  };
}

/** F-VLM's geometric mean (arXiv:2209.15639, section 3.3) of a box's quality and what the texts say of it. */
export const mixed = (quality: number, named: number, { qualityShare }: Scoring): number =>
  quality ** qualityShare * named ** (1 - qualityShare);
