import { connectedAreas } from '../../../src/core/geometry/connected-areas.js';

/** Values, the highest first, and whether each is of what should be found. Equal values are one threshold. */
interface Ranked {
  /** After each threshold: found of what should be, and of what should not. */
  readonly hits: Float64Array;
  readonly alarms: Float64Array;
  readonly positives: number;
  readonly negatives: number;
}

function ranked(values: Float32Array, truth: Uint8Array): Ranked {
  const [good, bad] = [
    values
      .filter((_, at) => truth[at] === 1)
      .sort()
      .reverse(),
    values
      .filter((_, at) => truth[at] === 0)
      .sort()
      .reverse(),
  ];
  const [hits, alarms]: [number[], number[]] = [[], []];
  for (let hit = 0, alarm = 0; hit < good.length || alarm < bad.length;) {
    const threshold = Math.max(good[hit] ?? -Infinity, bad[alarm] ?? -Infinity);
    while (hit < good.length && good[hit] === threshold) hit += 1;
    while (alarm < bad.length && bad[alarm] === threshold) alarm += 1;
    hits.push(hit);
    alarms.push(alarm);
  }
  return { hits: Float64Array.from(hits), alarms: Float64Array.from(alarms), positives: good.length, negatives: bad.length };
}

/** Area under the ROC curve; NaN without both kinds. @param truth 1 where something should be found, else 0 */
export function auroc(values: Float32Array, truth: Uint8Array): number {
  const { hits, alarms, positives, negatives } = ranked(values, truth);
  let area = 0;
  for (let at = 0, hit = 0, alarm = 0; at < hits.length; at += 1) {
    area += ((hits[at]! + hit) / 2) * (alarms[at]! - alarm);
    [hit, alarm] = [hits[at]!, alarms[at]!];
  }
  return area / (positives * negatives);
}

/** Step-wise, as scikit-learn's. */
export function averagePrecision(values: Float32Array, truth: Uint8Array): number {
  const { hits, alarms, positives } = ranked(values, truth);
  let sum = 0;
  for (let at = 0, hit = 0; at < hits.length; at += 1) {
    sum += ((hits[at]! - hit) * hits[at]!) / (hits[at]! + alarms[at]!);
    hit = hits[at]!;
  }
  return sum / positives;
}

/** The best harmonic mean of precision and recall at any threshold. */
export function bestF1(values: Float32Array, truth: Uint8Array): number {
  const { hits, alarms, positives } = ranked(values, truth);
  let best = 0;
  hits.forEach((hit, at) => (best = Math.max(best, (2 * hit) / (positives + hit + alarms[at]!))));
  return best;
}

/** Values at or above a threshold; `values` ascend. */
function countFrom(values: Float32Array, threshold: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! >= threshold) high = middle;
    else low = middle + 1;
  }
  return values.length - low;
}

export interface TrueMap {
  readonly values: Float32Array;
  /** 1 where something should be found. */
  readonly truth: Uint8Array;
  readonly width: number;
}

/**
 * Per-region overlap (Bergmann et al. 2020): the mean over connected regions of the share that is found, integrated over the share of sound places that are found,
 * up to a limit, and divided by it.
 * @param steps thresholds at most; fewer values are all taken
 */
export function regionOverlap(maps: readonly TrueMap[], limit = 0.3, steps = 2000): number {
  const regions = maps.flatMap(({ values, truth, width }) =>
    connectedAreas(Float32Array.from(truth), width, 1).map(({ cells }) => Float32Array.from(cells, (cell) => values[cell]!).sort()),
  );
  const sound = joined(maps.map(({ values, truth }) => values.filter((_, at) => truth[at] === 0))).sort();
  // Beyond the limit nothing counts: thresholds are spread over what is below it, by rank among sound places.
  const all = joined([sound.slice(Math.floor((1 - limit) * sound.length) - 1), ...regions])
    .sort()
    .reverse();
  const distinct = all.filter((value, at) => at === 0 || value !== all[at - 1]);
  const taken = distinct.length <= steps ? distinct : distinct.filter((_, at) => at % Math.ceil(distinct.length / steps) === 0);
  let [area, rate, overlap] = [0, 0, 0];
  for (const threshold of taken) {
    const nextRate = countFrom(sound, threshold) / sound.length;
    const nextOverlap = regions.reduce((sum, region) => sum + countFrom(region, threshold) / region.length, 0) / regions.length;
    const share = nextRate > limit ? (limit - rate) / (nextRate - rate) : 1;
    const end = overlap + share * (nextOverlap - overlap);
    area += ((overlap + end) / 2) * share * (nextRate - rate);
    if (nextRate > limit) return area / limit;
    [rate, overlap] = [nextRate, nextOverlap];
  }
  return (area + overlap * (limit - rate)) / limit;
}

/** Arrays one behind the other. */
export function joined(parts: readonly Float32Array[]): Float32Array {
  const out = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
