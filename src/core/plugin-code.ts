import { AsyncLocalStorage } from 'node:async_hooks';

/** Code of a plugin that runs, for messages: `Plugin "x" ... while it <doing>`. */
export interface PluginCode {
  /** Its name, or before that is known what it was loaded by. */
  readonly plugin: string;
  readonly doing: string;
}

const running = new AsyncLocalStorage<PluginCode>();

/** Runs code of a plugin: whatever it leaves behind, promises, timers and events of its own, is known as the plugin's. */
export const asPlugin = <Value>(code: PluginCode, run: () => Value): Value => running.run(code, run);

/** Whose code runs now; undefined: the host's own. */
export const runningPlugin = (): PluginCode | undefined => running.getStore();

/** Runs the host's own code out of whatever plugin's has led here: a listener may run in the context of who listened to the same first. */
export const asHost = <Value>(run: () => Value): Value => running.exit(run);
