import { breather, type AnomalyCall, type AnomalyResult, type Features } from '../../core/index.js';
import { closer } from './closer.js';
import type { ZeroShotOptions } from './options.generated.js';
import { partMap } from './part-map.js';
import { scoreOf } from './score.js';
import { stateVectors } from './state-prompts.js';
import { harmonic, stateScore, windowScores, type StateScore } from './window-scores.js';

type Call = AnomalyCall<ZeroShotOptions>;

/** Sides of windows in patches; the whole picture joins them, as in the paper. */
const SIDES = [2, 3];

async function mapOf(features: Features, score: StateScore, breathe: () => Promise<void>): Promise<{ whole: number; map: Float32Array }> {
  const whole = score(features.output('global').data);
  const maps: Float32Array[] = [];
  for (const side of SIDES) {
    maps.push(windowScores(features.output('dense'), features.columns, side, score));
    await breathe();
  }
  return { whole, map: harmonic(whole, maps) };
}

/**
 * WinCLIP without pictures to compare with (arXiv:2303.14814), on the dense vectors of one pass.
 * @throws LIMIT_EXCEEDED for texts or passes
 */
export async function byPrompts(call: Call): Promise<AnomalyResult> {
  const { features, options, pack, signal } = call;
  const breathe = breather(signal);
  const { normal, abnormal } = await stateVectors(call);
  const score = stateScore(normal, abnormal, options.temperature === null ? pack.logitScale : 1 / options.temperature);
  const { whole, map } = await mapOf(features, score, breathe);
  const [data] = await closer(call, options.windows, [map], async (part) => [(await mapOf(part, score, breathe)).map]);
  const shown = partMap(call, data!);
  return {
    form: `compositional prompts (WinCLIP), windows ${options.windows < 2 ? 'pooled' : `encoded, ${options.windows} a side`}`,
    // The paper scores a picture by its class token; its hottest place joins, so that a small defect counts.
    score: (whole + scoreOf(shown.data, options.score)) / 2,
    threshold: null,
    percentile: null,
    map: shown,
    mapThreshold: null,
    uncertainty: null,
  };
}
