import type { Jobs } from './jobs/index.js';

export type JobKind = keyof Jobs;
export type JobInput<Kind extends JobKind> = Parameters<Jobs[Kind]>[0];
// Through a table, by whose keys the compiler follows a kind to its output.
type Outputs = { readonly [Kind in JobKind]: Awaited<ReturnType<Jobs[Kind]>> };
export type JobOutput<Kind extends JobKind> = Outputs[Kind];

/** One job on its way to a worker. `stop[0]` is set to 1 when nobody waits for it any more. */
export interface JobMessage<Kind extends JobKind = JobKind> {
  readonly kind: Kind;
  readonly input: JobInput<Kind>;
  readonly stop: Int32Array;
}

/** Errors lose their class between threads: a DenseqlError travels as its parts. */
export type JobAnswer<Kind extends JobKind = JobKind> =
  | { readonly ok: true; readonly value: JobOutput<Kind>; readonly milliseconds: number }
  | { readonly ok: false; readonly error: { code: string; message: string; details: Readonly<Record<string, string | number | boolean>> } };
