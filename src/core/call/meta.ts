import type { Notice } from './notices.js';

/** How an answer came about: what the schema's type Meta shows. */
export interface Meta {
  /** Of the answer's meta: clients keep it by this. */
  readonly id: string;
  readonly method: string;
  readonly plugin: string;
  readonly version: string;
  readonly form: string;
  readonly pack: string;
  readonly packRevision: string;
  readonly device: string;
  /** Passes that this question started, those of questions that its method asked included. */
  readonly encoderRuns: number;
  readonly cacheHit: boolean;
  /** Milliseconds. */
  readonly timings: { readonly id: string; readonly features: number; readonly method: number; readonly total: number };
  readonly seed: number | null;
  readonly notices: readonly Notice[];
}
