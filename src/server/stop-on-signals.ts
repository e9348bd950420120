import type { Logger } from 'pino';
import { asHost } from '../core/plugin-code.js';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/** npm sends on what the terminal has sent to both of them already: signals so close together are one. */
const ONE_PRESS_MS = 300;

/**
 * The first signal closes and ends the process; a second one, from somebody who will not wait, ends it at once.
 *
 * @param limitMs how long closing may take, in milliseconds: what hangs then, e.g. a plugin, does not keep the process
 * @returns takes it back, while no signal has come
 */
export function stopOnSignals(close: () => Promise<void>, log: Logger, limitMs: number): () => void {
  let stoppingSince: number | null = null;
  const stop = (signal: NodeJS.Signals): void => {
    const now = performance.now();
    if (stoppingSince !== null) {
      if (now - stoppingSince > ONE_PRESS_MS) process.exit(1);
      return;
    }
    stoppingSince = now;
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
  // A plugin may have listened before: what runs in its context may not end the process.
  const onSignal = (signal: NodeJS.Signals): void => asHost(() => stop(signal));
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return () => {
    if (stoppingSince === null) for (const signal of SIGNALS) process.off(signal, onSignal);
  };
}
