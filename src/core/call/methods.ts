import type { PackManifest } from '../packs/manifest.js';
import type { AnyTask, TaskOf } from './contract.js';
import type { HeadOwner } from './head-graphs.js';

/** What a pack gives to plugins. */
export interface Gives {
  /** Names of a pass's outputs. */
  readonly outputs: ReadonlySet<string>;
  /** Whether it has a text tower. */
  readonly text: boolean;
  /** Names of the plugins that it carries a head for. */
  readonly heads: ReadonlySet<string>;
  /** Which one it is, for heads that plugins bring themselves. */
  readonly pack: Pick<PackManifest, 'name' | 'revision'>;
}

/** What this pack gives. Every pack has a text tower. */
export const givesOf = ({ name, revision, outputs, heads }: Pick<PackManifest, 'name' | 'revision' | 'outputs' | 'heads'>): Gives => ({
  pack: { name, revision },
  outputs: new Set(Object.keys(outputs)),
  text: true,
  heads: new Set(Object.keys(heads)),
});

/** One method of a task, ready to be called. */
export interface RegisteredMethod<Method = unknown> {
  readonly plugin: HeadOwner & { readonly version: string };
  readonly task: string;
  readonly key: string;
  /** Priority without `by`; null: only by name. */
  readonly priority: number | null;
  readonly instance: Method;
}

/** The methods of one server. */
export interface Methods {
  /** The task of this name as it was registered first: a plugin's own copy of core brings values of its own. */
  task(name: string): AnyTask | undefined;
  /** Who registered a method of the task first. */
  owner(task: string): string | undefined;
  /** @throws PLUGIN_UNAVAILABLE saying what is missing */
  select<Method>(
    task: TaskOf<Method>,
    key: string | null,
    gives: Gives,
    canDefault?: (method: RegisteredMethod<Method>) => boolean,
  ): RegisteredMethod<Method>;
}
