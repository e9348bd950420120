import { DenseqlError } from '../errors.js';
import { JOBS } from './jobs/index.js';
import type { JobAnswer, JobInput, JobKind, JobMessage, JobOutput } from './messages.js';

// By kind, so that the compiler follows a kind from its input to its output.
const jobs: { readonly [Kind in JobKind]: (input: JobInput<Kind>, check: () => void) => JobOutput<Kind> | Promise<JobOutput<Kind>> } = JOBS;

/** What the pool calls in its threads. */
export default async function work<Kind extends JobKind>({ kind, input, stop }: JobMessage<Kind>): Promise<JobAnswer<Kind>> {
  const started = performance.now();
  const check = (): void => {
    if (Atomics.load(stop, 0) === 1) throw new DenseqlError('CANCELLED', 'Nobody waits for these pixels any more.');
  };
  try {
    check();
    const value = await jobs[kind](input, check);
    return { ok: true, value, milliseconds: performance.now() - started };
  } catch (error) {
    if (!DenseqlError.is(error)) throw error;
    return { ok: false, error: { code: error.code, message: error.message, details: error.details } };
  }
}
