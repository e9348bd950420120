import { DenseqlError } from './errors.js';

/** setTimeout takes no longer delays. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Why a signal aborted: the typed error that it was aborted with, e.g. STOPPING. Without one the client has left, because that is
 * whose signal it is.
 */
export const whyOver = ({ reason }: AbortSignal): DenseqlError =>
  DenseqlError.is(reason) ? reason : new DenseqlError('CANCELLED', 'The client left before the work was done.');

/**
 * Calls `leave` once, when the signal aborts (see {@link whyOver}) or the deadline passes. Not by AbortSignal.any and AbortSignal.timeout: neither can be taken back, so
 * that each of an operation's many pieces of work would leave a timer and a dependent signal behind until the deadline.
 *
 * @param late what to leave with at the deadline; asked then
 * @returns takes it back; no listener and no timer stays
 */
export function whenOver(
  { signal, deadline }: { readonly signal: AbortSignal; readonly deadline: number },
  late: () => DenseqlError,
  leave: (error: DenseqlError) => void,
): () => void {
  const takeBack = (): void => {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  };
  const end = (error: DenseqlError): void => {
    takeBack();
    leave(error);
  };
  const onAbort = (): void => end(whyOver(signal));
  const timer = setTimeout(() => end(late()), Math.min(LONGEST_TIMER_MS, Math.max(0, deadline - performance.now())));
  signal.addEventListener('abort', onAbort, { once: true });
  return takeBack;
}
