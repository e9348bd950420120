import type { z } from 'zod';
import type { TaskOf } from '../call/contract.js';
import type { AssetOwner } from '../assets/asset-owner.js';
import type { HeadContract } from '../call/head-contract.js';
import type { OwnHead } from '../call/own-head.js';
import type { CompiledHead } from './compiled-head.js';
import type { Converter } from './converter.js';
import type { Token } from './token.js';

// A constructor that the container calls; its parameters carry @inject(TOKEN).
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Constructor<Value> = new (...args: any[]) => Value;

/** A class behind a token of the plugin's own container. */
export interface ProvidedPart {
  /** A token of the plugin's own, `Symbol('...')` or a class; or one of the host's that may be replaced. */
  readonly token: symbol | Constructor<unknown>;
  readonly use: Constructor<unknown>;
  /** `singleton`: one a server; `transient`: a new one for each who has it injected. Absent: `singleton`. */
  readonly lifetime?: 'singleton' | 'transient';
}

/** A plugin's own container: nothing of another plugin is in it, and nothing that is put into it is seen by one. */
export interface PluginContainer {
  /** What stands behind a token or a class. @throws Error where nothing does */
  get<Value>(token: Token<Value> | Constructor<Value>): Value;
  /** Puts a value behind a token, for the constructors of its classes. */
  set<Value>(token: Token<Value>, value: Value): void;
}

/** One method of a task. */
export interface MethodRegistration<Method = unknown> {
  readonly task: TaskOf<Method>;
  /** The member of the task's `@oneOf` input, e.g. `maskclip` in `by: { maskclip: { ... } }`. */
  readonly key: string;
  readonly use: Constructor<Method>;
  /** Priority when the caller names no method: the highest that the pack supports runs. Absent: only by name. */
  readonly default?: number;
}

/** What a plugin is: shown in `plugins { ... }`, checked before anything of it runs. */
export interface PluginManifest extends AssetOwner {
  /** Lower case letters, digits, hyphens; unique in one server. */
  readonly name: string;
  readonly version: string;
  /** Semver range of the plugin API it was written for; see HOST_VERSION. */
  readonly host: string;
  readonly summary: string;
  /** Paper or page of the method, e.g. `arXiv:2112.01071`. */
  readonly reference?: string;
  readonly needs?: {
    readonly outputs?: readonly string[];
    readonly text?: boolean;
    /**
     * None of its methods runs without its head, an entry of its own under the pack's `heads`, or a pack that its own head was trained for: elsewhere they are not
     * available and never the default. Asked for by name, methods with a head of packs run all the same, and say themselves (PLUGIN_UNAVAILABLE) what is
     * missing and what runs without; of an own head the host says it.
     */
    readonly head?: boolean;
  };
  /**
   * The graphs that it runs, of what packs carry for it under `heads` (`defineHead`), or of its own folder (`defineOwnHead`): what goes in and out is checked
   * against this.
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly head?: HeadContract<any> | OwnHead;
  /** Released checkpoints that it makes heads of, a kind each. */
  readonly converters?: readonly Converter[];
  /** Heads that it adds while a checkpoint becomes a pack, an option each. */
  readonly compiledHeads?: readonly CompiledHead[];
  /** SDL of its options, tasks and own fields (`extend input SegmentationMethod { ... }`): a file, or the text itself. */
  readonly schema?: URL | string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly methods?: readonly MethodRegistration<any>[];
  /** Resolvers of its own fields; opaque to the core. What they throw is PLUGIN_FAILED, and they have the operation's deadline. */
  readonly resolvers?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Schema of what operators may say to it in `denseql.config.ts`, read before its `setup`: `@inject(SETTINGS)`. With defaults, it may be left out there. */
  readonly settings?: z.ZodType;
  /** Further classes that its own may have injected, and parts of the server that it brings in place of the host's, such as STORES. */
  readonly provide?: readonly ProvidedPart[];
  /** Runs before its methods are made, for at most 30 s. @param container what its classes will have injected */
  setup?(container: PluginContainer): Promise<void> | void;
  /** Runs at the end, for at most 3 s. */
  dispose?(): Promise<void> | void;
}
