import type { EncoderStores } from '../encoder/store/store.js';
import type { PluginConfig } from './plugin-config.js';
import type { MethodList } from './method-list.js';
import { token, type Token } from './token.js';

/** The server's limits, frozen. */
export const CONFIG = token<PluginConfig>('config');

/** Which methods this server has, frozen. A method asks another one by `call.ask`. */
export const REGISTRY = token<MethodList>('registry');

/** Where a plugin may write a line to the server's log; the line carries the plugin's name. */
export const LOG = token<PluginLog>('log');

/**
 * Where what encoders gave is kept. The one token of the host's that a plugin may `provide`: a store that the servers of a cluster share, in place of memory.
 */
export const STORES = token<EncoderStores>('stores');

/** What the operator's `denseql.config.ts` says to this plugin, as its own schema (`settings` in the manifest) reads it. */
export const SETTINGS = token<unknown>('settings');

/** Makes each plugin's LOG, whose lines carry its name; the host's own. */
export const LOGS = Symbol('denseql:logs') as Token<(plugin: string) => PluginLog>;

export interface PluginLog {
  info(message: string): void;
  warn(message: string): void;
}

/** The singleton of one method. Names of plugins are unique, and so are keys within a task. */
export const methodToken = (task: string, key: string): symbol => Symbol.for(`denseql:method:${task}.${key}`);
