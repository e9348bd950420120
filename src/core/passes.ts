/** Encoder passes that run now. */
let running = 0;

/** Says of a pass that it runs, until it ends: what computes beside it holds back, see {@link passRuns}. */
export async function besidePass<Value>(pass: Promise<Value>): Promise<Value> {
  running += 1;
  try {
    return await pass;
  } finally {
    running -= 1;
  }
}

/** A pass takes all cores, and the slowest of its threads holds up the others: while one runs, whoever computes takes half of the time of one core at most. */
export const passRuns = (): boolean => running > 0;
