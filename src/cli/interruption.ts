import { asHost } from '../core/plugin-code.js';
import { constants } from 'node:os';
import { DenseqlError } from '../core/errors.js';
import { printError } from './output.js';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Ends the command in the middle of `work` when it is told to stop, saying how far it came. The exit code is the shell's own for the signal.
 * @param told what is done and what is kept, after "Interrupted: "
 * @param json whether stdout says so
 */
export async function tellingInterruption<Value>(told: () => string, json: boolean, work: () => Promise<Value>): Promise<Value> {
  const onSignal = (signal: (typeof SIGNALS)[number]): void => {
    printError(new DenseqlError('CANCELLED', `Interrupted: ${told()}`), json);
    asHost(() => process.exit(128 + constants.signals[signal]));
  };
  for (const signal of SIGNALS) process.once(signal, onSignal);
  try {
    return await work();
  } finally {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  }
}
