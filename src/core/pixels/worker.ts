import { DenseqlError } from '../errors.js';
import { sharp } from '../images/sharp.js';
import { decideBand, decodeLuma } from './worker/decide.js';
import { densityOverlay } from './worker/density-overlay.js';
import { heatmap } from './worker/heatmap.js';
import { labelMapPng, maskPng, polygons, rle } from './worker/masks.js';
import { overlay } from './worker/overlay.js';
import { picture } from './worker/picture.js';
import type { JobAnswer, JobKind, JobMessage, Jobs } from './jobs.js';

// Parallel work comes from the pool.
sharp.concurrency(1);

/** `check` throws once nobody waits for the answer. */
export type Handler<Kind extends JobKind> = (input: Jobs[Kind]['in'], check: () => void) => Jobs[Kind]['out'] | Promise<Jobs[Kind]['out']>;

const HANDLERS: { readonly [Kind in JobKind]: Handler<Kind> } = {
  luma: decodeLuma,
  band: decideBand,
  rle,
  polygons,
  maskPng,
  labelMapPng,
  picture,
  overlay,
  densityOverlay,
  heatmap,
};

/** What the pool calls in its threads. */
export default async function work<Kind extends JobKind>(message: JobMessage<Kind>): Promise<JobAnswer<Kind>> {
  const started = performance.now();
  const check = (): void => {
    if (Atomics.load(message.stop, 0) === 1) throw new DenseqlError('CANCELLED', 'Nobody waits for these pixels any more.');
  };
  try {
    check();
    const value = await HANDLERS[message.kind](message.input, check);
    return { ok: true, value, milliseconds: performance.now() - started };
  } catch (error) {
    if (!DenseqlError.is(error)) throw error;
    return { ok: false, error: { code: error.code, message: error.message, details: error.details } };
  }
}
