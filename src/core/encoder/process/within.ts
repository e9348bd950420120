import type { Clock } from '../../clock.js';

/** What was promised, or null where it has not come in time; a failure that comes later is nobody's. @param milliseconds none left: null at once */
export async function within<Value>(promised: Promise<Value>, milliseconds: number, clock: Clock): Promise<Value | null> {
  promised.catch(() => undefined);
  if (milliseconds <= 0) return null;
  let cancel = (): void => undefined;
  const late = new Promise<null>((resolve) => (cancel = clock.after(milliseconds, () => resolve(null))));
  try {
    return await Promise.race([promised, late]);
  } finally {
    cancel();
  }
}
