import { allFinite } from '../../math/all-finite.js';
import type { Tensor } from '../../math/tensor.js';
import type { ImageWork, Work, WorkResult } from '../contract/work.js';
import type { Job } from './job.js';

/** Whether two jobs can be one pass. One that failed among others is tried alone. */
export const alike = ({ spec, failedAmong }: Job, other: Job): boolean =>
  spec.batch !== undefined && spec.batch === other.spec.batch && failedAmong === 0 && other.failedAmong === 0;

/** Pictures of one size as one piece of work. @param works one that is alone may be of any kind */
export function together(works: readonly Work[]): Work {
  const [first] = works as readonly [ImageWork, ...ImageWork[]];
  if (works.length === 1) return first;
  const pixels = new Uint8Array(works.length * first.pixels.length);
  for (const [index, work] of works.entries()) pixels.set((work as ImageWork).pixels, index * first.pixels.length);
  return { ...first, pixels, count: works.length };
}

/** One picture's numbers, in memory of their own: what is kept of one must not keep those of all. */
function rowOf(name: string, { data, dims }: Tensor, index: number, count: number): Tensor {
  if (dims[0] !== count) throw new Error(`The output ${name} of ${count} pictures has shape [${dims.join()}].`);
  const size = data.length / count;
  return { dims: [1, ...dims.slice(1)], data: data.slice(index * size, (index + 1) * size) };
}

/** What one picture of a batch would have given alone. */
export function partOf(result: WorkResult, index: number, count: number): WorkResult {
  if (count === 1) return result;
  const outputs = Object.fromEntries(Object.entries(result.outputs).map(([name, all]) => [name, rowOf(name, all, index, count)]));
  // NaN in one picture is none of the others'.
  const nonFinite = result.nonFinite.filter((name) => !allFinite(outputs[name]!.data));
  return { outputs, nonFinite, milliseconds: result.milliseconds / count };
}
