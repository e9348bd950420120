import type { AnomalyCall, AnomalyDetector, AnomalyResult, Said } from '../../core/index.js';
import { limitsOf, spreadsOf, type Spreads } from './calibrate.js';
import { beyondUsual, compared } from './distances.js';
import { layerNames, patchRows } from './layers.js';
import { normalsOf, type Normals } from './normals.js';
import { observed, type Observed } from './observe.js';
import type { MemoryOptions } from './options.generated.js';
import { partMap } from './part-map.js';
import { remembered, type Memory } from './remember.js';
import { scoreOf } from './score.js';
import { timesOf } from './turned-rows.js';

type Call = AnomalyCall<MemoryOptions>;

/**
 * Of the picture's patches that stand out, from which on it may show another thing. Another thing on a ground of the same kind has a tenth or more; of defects of
 * composed parts and magnetic tiles at MEDIUM none had as much (docs/anomaly.md).
 */
const OTHER_SHARE = 0.1;

/** Of a memory with turns. */
const MOST_ROWS = 65_536;

interface Learnt {
  readonly memory: Memory;
  readonly observed: Observed;
}

/** What normals are like: learnt once, however many pictures are held against them. */
async function learnt(call: Call, normals: Normals, names: readonly string[]): Promise<Learnt & { readonly spreads: Spreads }> {
  const { options } = call;
  const most = Math.min(MOST_ROWS, timesOf(options) * options.rows);
  const key = ['memory', names, most, options.views, options.rotations];
  const found = await normals.learn<Learnt>(JSON.stringify(key), async () => {
    const { references, rows } = await normals.read(names);
    const memory = await remembered(rows, most, call);
    return { memory, observed: await observed(call, { references, normals: rows, memory, names }) };
  });
  const spreads = await normals.learn(JSON.stringify([...key, options.smoothing, options.score]), async () =>
    spreadsOf(found.observed, options),
  );
  return { ...found, spreads };
}

/** Against good ones: each patch beside the likest patch of the normals (PatchCore, arXiv:2106.08265). */
export class PatchMemory implements AnomalyDetector<MemoryOptions> {
  /** All that a set may be refused for; pictures are opened later. @throws BAD_INPUT, SET_NOT_FOUND */
  async before(call: Call): Promise<void> {
    const { normal, referenceSet } = call.options;
    if (normal === null || referenceSet !== null) await normalsOf(call);
  }

  /** @throws BAD_INPUT, SET_NOT_FOUND; LIMIT_EXCEEDED for pictures or passes */
  async findAnomalies(call: Call): Promise<AnomalyResult> {
    const { options, features, compute } = call;
    const normals = await normalsOf(call);
    const names = layerNames(features.outputs, options.layers);
    const { memory, observed, spreads } = await learnt(call, normals, names);
    const limits = limitsOf(spreads, observed, options, normals.field);
    const found = await compared(compute, patchRows(features, names), memory.rows);
    const map = partMap(call, beyondUsual(found, observed.usual, features.columns, options.smoothing));
    const score = scoreOf(map.data, options.score);
    return {
      form: `patch memory (${names.join(', ')}${timesOf(options) > 1 ? `; ${timesOf(options)} rotations` : ''})`,
      score,
      threshold: limits.threshold,
      percentile: limits.shareBelow(score),
      map,
      mapThreshold: limits.mapThreshold,
      uncertainty: null,
      notices: [...normals.notices, ...limits.notices, ...otherObject(map.data, limits.mapThreshold, normals.field)],
    };
  }
}

function otherObject(found: Float32Array, threshold: number, field: string): Said[] {
  const share = found.filter((value) => value >= threshold).length / found.length;
  if (share < OTHER_SHARE) return [];
  const message = `${Math.round(100 * share)} % of the picture is unlike the normals: it may show another thing, or from another side, or in another light.`;
  return [{ code: 'OTHER_OBJECT', message, field }];
}
