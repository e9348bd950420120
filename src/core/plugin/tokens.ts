import type { PictureSource } from '../call/plugin-sources.js';
import type { Clock } from '../clock.js';
import type { Encoder } from '../encoder/contract/encoder.js';
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

/** Time, as the server counts it: injected, it is the machine's. A plugin's tests `provide` one of their own. */
export const CLOCK = token<Clock>('clock');

/** Where what encoders gave is kept. For `provide` alone: a store that the servers of a cluster share, in place of memory. */
export const STORES = token<EncoderStores>('stores');

/** Where pictures come from. For `provide` alone: pictures of the operator's own, asked for before the server's own sources. */
export const SOURCES = token<PictureSource>('sources');

/** What makes features of pictures and texts. For `provide` alone: another encoder, in place of those of the packs. Methods ask theirs by what they are given. */
export const ENCODER = token<Encoder>('encoder');

/** What the operator's `denseql.config.ts` says to this plugin, as its own schema (`settings` in the manifest) reads it. */
export const SETTINGS = token<unknown>('settings');

/** Makes each plugin's LOG, whose lines carry its name; the host's own. */
export const LOGS = Symbol('denseql:logs') as Token<(plugin: string) => PluginLog>;

/** The server's log for one plugin: every line carries its name. */
export interface PluginLog {
  /** Says what an operator may want to know. */
  info(message: string): void;
  /** Says what an operator should see to. */
  warn(message: string): void;
}

/** The singleton of one method. Names of plugins are unique, and so are keys within a task. */
export const methodToken = (task: string, key: string): symbol => Symbol.for(`denseql:method:${task}.${key}`);
