import type { OnnxValue } from 'onnxruntime-node';
import { allFinite } from '../../../math/all-finite.js';
import type { Answer } from '../protocol.js';

type Done = Extract<Answer, { type: 'done' }>;

/** A reply and the arrays beside it. */
export interface Described {
  readonly reply: Done;
  readonly buffers: readonly Float32Array[];
}

/**
 * Outputs of a run as a reply and the buffers beside it.
 * @throws Error for an output that is not float32
 */
export function describeOutputs(results: Readonly<Record<string, OnnxValue>>, milliseconds: number): Described {
  const buffers: Float32Array[] = [];
  const outputs: Record<string, { dims: readonly number[]; buffer: number }> = {};
  const nonFinite: string[] = [];
  for (const [name, value] of Object.entries(results)) {
    if (value.type !== 'float32') throw new Error(`The output ${name} is ${value.type}; only float32 is read.`);
    const data = value.data as Float32Array;
    outputs[name] = { dims: value.dims, buffer: buffers.length };
    if (!allFinite(data)) nonFinite.push(name);
    buffers.push(data);
  }
  return { reply: { type: 'done', outputs, nonFinite, milliseconds }, buffers };
}
