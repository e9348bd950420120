import { DenseqlError, ERROR_CODES } from '../errors.js';
import { heard } from '../heard.js';
import { asPlugin } from '../plugin-code.js';
import { MethodSpan } from './method-span.js';
import type { OwnDeadline } from './own-deadline.js';
import { whenOver, whyOver } from '../when-over.js';

export interface RunMethodRequest<Result> {
  readonly plugin: string;
  /** The method's key, for messages. */
  readonly method: string;
  /** Aborts when the client leaves, or with a typed error as its reason. */
  readonly signal: AbortSignal;
  /** Clock time (performance.now) after which nobody waits for the method. */
  readonly deadline: number;
  /** What the operator gives this method; absent: the operation's deadline alone. */
  readonly own?: OwnDeadline | undefined;
  /** Calls the method; the signals of `span` abort when the operation is over, with the typed error that says why. */
  readonly run: (span: MethodSpan) => Promise<Result>;
}

/** Whether an error is one that a client may see. "Something failed inside" is the host's to say: out of a plugin it would hide whose failure it is. */
export const isKnown = (error: unknown): error is DenseqlError =>
  DenseqlError.is(error) && Object.hasOwn(ERROR_CODES, error.code) && error.code !== 'INTERNAL_SERVER_ERROR';

/**
 * Runs one method of a plugin and turns whatever happens into a typed error, so that the rest of the answer stands.
 * A method that ignores its signal is left behind; what it does later is not heard.
 *
 * @throws its own typed errors as they are; CANCELLED or the reason of the signal; DEADLINE_EXCEEDED; otherwise PLUGIN_FAILED with the plugin's
 *   name, and what was thrown as its cause, for the log only
 */
export async function runMethod<Result>({ plugin, method, signal, deadline: all, own, run }: RunMethodRequest<Result>): Promise<Result> {
  const until = own ? performance.now() + own.milliseconds : Infinity;
  const deadline = Math.min(all, until);
  const why = own && until < all ? ` It may take ${own.milliseconds} ms: deadlines.${own.name} in denseql.config.ts.` : '';
  const span = new MethodSpan();
  const late = (): DenseqlError => {
    const { phase = 'running', words = '' } = span.pending ?? {};
    const what = `plugin "${plugin}" was running "${method}"${words && ': '}${words}`;
    return new DenseqlError('DEADLINE_EXCEEDED', `The deadline passed while ${what}.${why}`, { phase, plugin });
  };
  if (signal.aborted) throw whyOver(signal);
  if (deadline <= performance.now()) throw late();

  let takeBack!: () => void;
  const ended = new Promise<never>((_resolve, reject) => {
    takeBack = whenOver({ signal, deadline }, late, (reason) => {
      reject(reason);
      span.end(reason);
    });
  });
  try {
    // The wrapper turns what a method throws before its first await into a rejection.
    const code = { plugin, doing: `ran its method "${method}"` };
    return await Promise.race([ended, asPlugin(code, async () => run(span))]);
  } catch (cause) {
    heard(cause); // whatever is thrown may be a promise, too
    if (isKnown(cause)) throw cause;
    // Whatever it throws because its signal aborted: the reason is the abort.
    if (span.answered.aborted) throw span.answered.reason;
    throw new DenseqlError('PLUGIN_FAILED', `Plugin "${plugin}" failed in its method "${method}".`, { plugin, method }, { cause });
  } finally {
    takeBack();
  }
}
