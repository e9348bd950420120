import type { PluginConfig } from './plugin-config.js';
import type { MethodList } from './method-list.js';

/** A key of the container with the type of what stands behind it. Registered symbols: equal in every copy of this module. */
export type Token<Value> = symbol & { readonly __value?: Value };

const token = <Value>(name: string): Token<Value> => Symbol.for(`denseql:${name}`);

/** The server's limits, frozen. */
export const CONFIG = token<PluginConfig>('config');

/** Which methods this server has, frozen. A method asks another one by `call.ask`. */
export const REGISTRY = token<MethodList>('registry');

/** Where plugins may write a line to the server's log. */
export const LOG = token<PluginLog>('log');

export interface PluginLog {
  info(message: string): void;
  warn(message: string): void;
}

/** The singleton of one method. Names of plugins are unique, and so are keys within a task. */
export const methodToken = (task: string, key: string): symbol => Symbol.for(`denseql:method:${task}.${key}`);
