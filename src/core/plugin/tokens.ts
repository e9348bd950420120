import type { Config } from '../config.js';
import type { PluginRegistry } from './registry.js';

/** A key of the container with the type of what stands behind it. Registered symbols: equal in every copy of this module. */
export type Token<Value> = symbol & { readonly __value?: Value };

const token = <Value>(name: string): Token<Value> => Symbol.for(`denseql:${name}`);

/** The server's settings. */
export const CONFIG = token<Config>('config');

/** All methods of this server: what a composed method asks for another one. */
export const REGISTRY = token<PluginRegistry>('registry');

/** Where plugins may write a line to the server's log. */
export const LOG = token<PluginLog>('log');

export interface PluginLog {
  info(message: string): void;
  warn(message: string): void;
}

/** The singleton of one method. Names of plugins are unique, and so are keys within a task. */
export const methodToken = (task: string, key: string): symbol => Symbol.for(`denseql:method:${task}.${key}`);
