const EVERY_MS = 10_000;

/** Says every ten seconds how far it is and how long the rest will take, on the error stream: the figures go to the other. */
export function progress(what: string, total: number): (done: number) => void {
  const started = performance.now();
  let said = started;
  return (done) => {
    const now = performance.now();
    if (now - said < EVERY_MS && done < total) return;
    said = now;
    const left = Math.round(((now - started) / done) * (total - done)) / 1000;
    const rest = done < total ? `${Math.floor(left / 60)} min ${Math.floor(left % 60)} s left` : `${((now - started) / 1000).toFixed(0)} s`;
    process.stderr.write(`${what} ${done} of ${total}, ${rest}\n`);
  };
}
