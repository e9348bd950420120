import type { AnomalyCall, Said, Tensor } from '../../core/index.js';
import { distances } from './distances.js';
import { betweenPatches, patchRows } from './layers.js';
import type { Memory } from './memory.js';
import { scoreAbove, shareBelow, spreadOf, type Prior, type Spread } from './normal-scores.js';
import type { AnomalyScore, MemoryOptions } from './options.generated.js';
import type { Reference } from './references.js';
import { scoreOf } from './score.js';
import { picked } from './stack.js';

type Call = Pick<AnomalyCall<MemoryOptions>, 'compute' | 'options'>;

/** What normals say of themselves. */
export interface Limits {
  readonly threshold: number;
  readonly mapThreshold: number;
  /** Share of normal pictures that would score lower. */
  shareBelow(score: number): number;
  readonly notices: readonly Said[];
}

interface Known {
  readonly references: readonly Reference[];
  /** Their rows. */
  readonly normals: readonly Tensor[];
  readonly memory: Memory;
  /** Of outputs. */
  readonly names: readonly string[];
}

/** How much scores of good pictures of one kind differ (training/eval/anomalies, kinds that nothing is measured on). */
const PRIOR: Prior = { width: 0.15, weight: 4 };
/** Of many normals so many are compared with the others, evenly taken. */
const MOST_COMPARED = 16;
/**
 * One normal has no others. What lies between its patches stands for what a good one moved a little would show: scores of unseen good ones are that of it times
 * this, measured on the same kinds.
 */
const ALONE = { times: { MAX: 1, TOP_MEAN: 1 }, prior: { width: 0.3, weight: 1 } } as const;
/** Side of the views of a normal as a share of its own. */
const VIEW = 0.92;

const evenly = (count: number, most: number): number[] => {
  const taken = Math.min(count, most);
  return Array.from({ length: taken }, (_, at) => Math.floor(((at + 0.5) * count) / taken));
};

/** Maps of normals, each beside the others. */
async function besideOthers(call: Call, { references, normals, memory }: Known): Promise<Float32Array[]> {
  const maps: Float32Array[] = [];
  for (const own of evenly(references.length, MOST_COMPARED)) {
    const others = [...memory.owners.keys()].filter((row) => memory.owners[row] !== own);
    if (others.length === 0) continue;
    maps.push(await distances(call, normals[own]!, references[own]!.features.columns, picked(memory.rows, others)));
  }
  return maps;
}

/** Maps of views of the normals: each moved to a corner, encoded again, beside all normals. @throws LIMIT_EXCEEDED */
async function ofViews(call: Call, { references, memory, names }: Known): Promise<Float32Array[]> {
  const maps: Float32Array[] = [];
  for (const { look, box } of references) {
    const { x, y, width, height } = box;
    const [across, down] = [(1 - VIEW) * width, (1 - VIEW) * height];
    const corners = [
      [0, 0],
      [1, 1],
      [1, 0],
      [0, 1],
    ].map(([right, low]) => ({ x: x + right! * across, y: y + low! * down, width: VIEW * width, height: VIEW * height }));
    for (const features of await look.encode(corners.slice(0, call.options.views)))
      maps.push(await distances(call, patchRows(features, names), features.columns, memory.rows));
  }
  return maps;
}

/** What is made of maps of normals. */
const spreadBy = (maps: readonly Float32Array[], rule: AnomalyScore, prior: Prior, times = 1): Spread =>
  spreadOf(
    maps.map((map) => times * scoreOf(map, rule)),
    prior,
  );

function limitsOf(bySpread: (rule: AnomalyScore) => Spread, { score, deviations }: MemoryOptions, notices: readonly Said[]): Limits {
  const spread = bySpread(score);
  return {
    threshold: scoreAbove(spread, deviations),
    mapThreshold: scoreAbove(bySpread('MAX'), deviations),
    shareBelow: (value) => shareBelow(value, spread),
    notices,
  };
}

/**
 * Thresholds from the normals alone: each is compared with the others, as a further good one will be with all of them.
 * @throws LIMIT_EXCEEDED for views
 */
export async function calibrated(call: Call, known: Known): Promise<Limits> {
  const { options } = call;
  const views = options.views > 0 ? await ofViews(call, known) : [];
  const maps = [...(await besideOthers(call, known)), ...views];
  if (maps.length > 0) return limitsOf((rule) => spreadBy(maps, rule, PRIOR), options, []);
  const [only] = known.normals;
  const { rows, columns } = known.references[0]!.features;
  const wide = rows < 2 || columns < 2 ? columns : columns - 1;
  const between = await distances(call, betweenPatches(only!, rows, columns), wide, known.memory.rows);
  const message =
    'One picture says nothing of how much good ones differ: thresholds come from what was measured on other things. Give four, or ask for views.';
  return limitsOf((rule) => spreadBy([between], rule, ALONE.prior, ALONE.times[rule]), options, [
    { code: 'FEW_REFERENCES', message, field: 'by.memory.normal' },
  ]);
}
