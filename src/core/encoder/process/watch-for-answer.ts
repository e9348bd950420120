import { realClock, type Clock } from '../../clock.js';

/** Looks within the time that an answer may take. */
const LOOKS = 10;
/** Looks that do not count: whatever stands still for longer, four times the limit in all, is taken for one that hangs. */
const MOST_UNCOUNTED = 30;

export interface Watching {
  readonly clock?: Clock;
  /** Whether the watched process is held at present by something outside of it; absent: nobody knows. */
  readonly isHeld?: () => boolean;
}

/**
 * Calls when an answer has not come in time. Time in which nothing could have come is none: where this process itself stood still (the machine slept, there was
 * no CPU for it, its event loop was held up), the other one most likely did too, or has answered meanwhile and nobody has read it. So the time is cut
 * into looks, and one that comes late by more than the time between two gives the whole time anew, as does one that finds the other process held.
 *
 * @param limitMs milliseconds
 * @returns stops watching
 */
export function watchForAnswer(
  limitMs: number,
  onLate: () => void,
  { clock = realClock, isHeld = () => false }: Watching = {},
): () => void {
  const between = limitMs / LOOKS;
  let [looks, uncounted] = [0, 0];
  let stop = (): void => undefined;
  const wait = (): void => {
    const due = clock.now() + between;
    stop = clock.after(between, () => {
      const stood = uncounted < MOST_UNCOUNTED && (clock.now() - due > between || isHeld());
      if (stood) uncounted += 1;
      looks = stood ? 0 : looks + 1;
      if (looks < LOOKS) wait();
      else onLate();
    });
  };
  wait();
  return () => stop();
}
