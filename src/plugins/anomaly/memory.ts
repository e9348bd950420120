import {
  badInput,
  breather,
  type AnomalyCall,
  type AnomalyDetector,
  type AnomalyResult,
  type Said,
  type Tensor,
} from '../../core/index.js';
import { limitsOf, observed, type Observed } from './calibrate.js';
import { beyondUsual, compared } from './distances.js';
import { layerNames, patchRows } from './layers.js';
import type { MemoryOptions } from './options.generated.js';
import { openReferences, type Reference } from './references.js';
import { remembered, type Memory } from './remember.js';
import { scoreOf } from './score.js';

type Call = AnomalyCall<MemoryOptions>;

const FIELD = 'by.memory.normal';
/** Of the picture's patches that stand out, beyond which it shows another thing. */
const OTHER_SHARE = 0.5;

interface Learnt {
  readonly memory: Memory;
  readonly observed: Observed;
}

/** @throws BAD_INPUT where none is given */
function normalsOf({ normal }: MemoryOptions): NonNullable<MemoryOptions['normal']> {
  if (normal === null) throw badInput(FIELD, 'is needed: pictures of good ones to compare with.');
  return normal;
}

/** What normals are like: learnt once an operation, however many pictures are held against them. */
function learnt(call: Call, references: readonly Reference[], names: readonly string[]): Promise<Learnt> {
  const { options } = call;
  const key = JSON.stringify(['memory', references.map(({ features }) => features.key), names, options.rows, options.views]);
  return call.once(key, async () => {
    const breathe = breather(call.signal);
    const normals: Tensor[] = [];
    for (const { features } of references) {
      normals.push(patchRows(features, names));
      await breathe();
    }
    const memory = await remembered(normals, options.rows, call);
    return { memory, observed: await observed(call, { references, normals, memory, names }) };
  });
}

/** Against good ones: each patch beside the likest patch of the normals (PatchCore, arXiv:2106.08265). */
export class PatchMemory implements AnomalyDetector<MemoryOptions> {
  /** @throws BAD_INPUT; LIMIT_EXCEEDED for pictures or passes */
  async findAnomalies(call: Call): Promise<AnomalyResult> {
    const { options, features, compute } = call;
    const { list, notices } = await openReferences(call, normalsOf(options), FIELD);
    const names = layerNames(features.outputs, options.layers);
    const { memory, observed } = await learnt(call, list, names);
    const limits = limitsOf(observed, options, FIELD);
    const { rows, columns, frame } = features;
    const found = await compared(compute, patchRows(features, names), memory.rows);
    const data = beyondUsual(found, observed.usual, columns, options.smoothing);
    const score = scoreOf(data, options.score);
    return {
      form: `patch memory (${names.join(', ')})`,
      score,
      threshold: limits.threshold,
      percentile: limits.shareBelow(score),
      map: { channels: 1, rows, columns, data, frame },
      mapThreshold: limits.mapThreshold,
      uncertainty: null,
      notices: [...notices, ...limits.notices, ...otherObject(data, limits.mapThreshold)],
    };
  }
}

function otherObject(found: Float32Array, threshold: number): Said[] {
  const share = found.filter((value) => value >= threshold).length / found.length;
  if (share < OTHER_SHARE) return [];
  const message = `${Math.round(100 * share)} % of the picture is unlike the normals: it may show another thing, or from another side.`;
  return [{ code: 'OTHER_OBJECT', message, field: FIELD }];
}
