import type { Logger } from 'pino';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * The first signal closes and ends the process; a second one, from somebody who will not wait, ends it at once.
 *
 * @param limitMs how long closing may take, in milliseconds: what hangs then, e.g. a plugin, does not keep the process
 * @returns takes it back, while no signal has come
 */
export function stopOnSignals(close: () => Promise<void>, log: Logger, limitMs: number): () => void {
  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) process.exit(1);
    stopping = true;
    log.info({ signal }, 'stopping');
    setTimeout(() => {
      log.error({ limitMs }, 'not everything ended in time');
      process.exit(1);
    }, limitMs);
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'stopped with errors');
        process.exit(1);
      },
    );
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  return () => {
    if (!stopping) for (const signal of SIGNALS) process.off(signal, stop);
  };
}
