import {
  badInput,
  breather,
  type AnomalyCall,
  type AnomalyDetector,
  type AnomalyResult,
  type Features,
  type Said,
  type Tensor,
} from '../../core/index.js';
import { calibrated } from './calibrate.js';
import { coreset } from './coreset.js';
import { distances } from './distances.js';
import { layerNames, patchRows } from './layers.js';
import type { MemoryOptions } from './options.generated.js';
import { openReferences } from './references.js';
import { scoreOf } from './score.js';
import { stacked } from './stack.js';

type Call = AnomalyCall<MemoryOptions>;

/** Of the picture's patches that stand out, beyond which it shows another thing. */
const OTHER_SHARE = 0.5;

/** What is remembered of the normals, and whose each row is. */
export interface Memory {
  readonly rows: Tensor;
  /** Place of its normal, a row. */
  readonly owners: Int32Array;
}

/** @throws BAD_INPUT where neither or both are given */
function normalsOf({ normal }: MemoryOptions): NonNullable<MemoryOptions['normal']> {
  if (normal === null) throw badInput('by.memory.normal', 'is needed: pictures of good ones to compare with.');
  return normal;
}

/** Rows of all normals, no more than are asked for. */
async function remembered(call: Call, normals: readonly Tensor[]): Promise<Memory> {
  const all = stacked(normals);
  const owners = Int32Array.from(normals.flatMap(({ dims: [count = 0] }, owner) => new Array<number>(count).fill(owner)));
  const kept = await coreset(all, call.options.rows, call.compute, call.signal);
  return kept === null ? { rows: all, owners } : { rows: kept.rows, owners: kept.places.map((place) => owners[place]!) };
}

/** Against good ones: each patch beside the likest patch of the normals (PatchCore, arXiv:2106.08265). */
export class PatchMemory implements AnomalyDetector<MemoryOptions> {
  /** @throws BAD_INPUT; LIMIT_EXCEEDED for pictures or passes */
  async findAnomalies(call: Call): Promise<AnomalyResult> {
    const { options, features, signal } = call;
    const sources = normalsOf(options);
    const references = await openReferences(call, sources, 'by.memory.normal');
    const names = layerNames(features.outputs, options.layers);
    const breathe = breather(signal);
    const normals: Tensor[] = [];
    for (const reference of references.list) {
      normals.push(patchRows(reference.features, names));
      await breathe();
    }
    const memory = await remembered(call, normals);
    const found = await distances(call, patchRows(features, names), features.columns, memory.rows);
    const limits = await calibrated(call, { references: references.list, normals, memory, names });
    const score = scoreOf(found, options.score);
    return {
      form: `patch memory (${names.join(', ')})`,
      score,
      threshold: limits.threshold,
      percentile: limits.shareBelow(score),
      map: mapOf(found, features),
      mapThreshold: limits.mapThreshold,
      uncertainty: null,
      notices: [...references.notices, ...limits.notices, ...otherObject(found, limits.mapThreshold)],
    };
  }
}

const mapOf = (data: Float32Array, { rows, columns, frame }: Features) => ({ channels: 1, rows, columns, data, frame });

function otherObject(found: Float32Array, threshold: number): Said[] {
  const share = found.filter((value) => value >= threshold).length / found.length;
  if (share < OTHER_SHARE) return [];
  const message = `${Math.round(100 * share)} % of the picture is unlike the normals: it may show another thing, or from another side.`;
  return [{ code: 'OTHER_OBJECT', message, field: 'by.memory.normal' }];
}
