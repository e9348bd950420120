/** Time for whoever waits; tests bring their own. */
export interface Clock {
  /** Milliseconds from some fixed moment. */
  now(): number;
  /** Calls once after so many milliseconds. @returns takes it back */
  after(milliseconds: number, call: () => void): () => void;
}

/** The machine's clock. Its timers do not keep the process alive. */
export const realClock: Clock = {
  now: () => performance.now(),
  after(milliseconds, call) {
    const timer = setTimeout(call, milliseconds);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
