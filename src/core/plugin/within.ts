/**
 * Waits for a plugin's work for so long and no longer. The timer keeps the process: work that nothing would ever settle must not end it without a word.
 * @param late what to fail with
 */
export async function within<Value>(milliseconds: number, work: Promise<Value> | Value, late: () => Error): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const ended = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(late()), milliseconds);
  });
  try {
    return await Promise.race([work, ended]);
  } finally {
    clearTimeout(timer);
  }
}

/** How long importing a plugin, and its `setup`, may each take. */
export const START_MS = 30_000;

/** How long its `dispose` may take: who stops a server waits for it. */
export const DISPOSE_MS = 3_000;
