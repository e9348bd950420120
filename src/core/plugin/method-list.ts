import { deepFreeze } from '../call/own.js';
import type { PluginManifest } from './plugin.js';

/** A method that this server has. */
export interface ListedMethod {
  readonly task: string;
  readonly key: string;
  readonly plugin: string;
  readonly version: string;
  /** Priority without `by`; null: only by name. */
  readonly priority: number | null;
}

/** All methods of a server in loading order: what is there to be asked, and nothing to be called. `call.ask` calls. */
export type MethodList = readonly ListedMethod[];

export const methodList = (plugins: readonly PluginManifest[]): MethodList =>
  deepFreeze(
    plugins.flatMap(({ name: plugin, version, methods }) =>
      (methods ?? []).map(({ task, key, default: priority }) => ({ task: task.name, key, plugin, version, priority: priority ?? null })),
    ),
  );
