import { DenseqlError } from '../errors.js';
import { heard } from '../heard.js';
import { asPlugin } from '../plugin-code.js';
import { isKnown } from './run-method.js';

/** What of a plugin runs, for messages: `Plugin "x" failed while it <doing>.` */
export interface Contained {
  readonly plugin: string | undefined;
  readonly doing: string;
}

/**
 * Runs code of a plugin that answers at once, and turns what it throws into its failure.
 * @throws its own typed errors as they are; otherwise PLUGIN_FAILED with the plugin's name, and what was thrown as its cause, for the log only
 */
export function contained<Value>({ plugin = 'unknown', doing }: Contained, run: () => Value): Value {
  try {
    return asPlugin({ plugin, doing }, run);
  } catch (cause) {
    heard(cause);
    if (isKnown(cause)) throw cause;
    throw new DenseqlError('PLUGIN_FAILED', `Plugin "${plugin}" failed while it ${doing}.`, { plugin }, { cause });
  }
}
