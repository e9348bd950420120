import { checkManifest } from './check-manifest.js';
import type { MethodRegistration, PluginManifest } from './plugin.js';

/** Known by a registered symbol: a plugin with its own copy of this module still fits. */
const BRAND = Symbol.for('denseql:plugin');

/** A checked manifest: what a plugin's module exports as its default. */
export interface Plugin extends PluginManifest {
  readonly [BRAND]: true;
}

/** A manifest whose methods' classes must answer their tasks. */
export type PluginDefinition<Methods extends readonly unknown[]> = Omit<PluginManifest, 'methods'> & {
  // The task says what a method must be; without NoInfer the class would have a say in it.
  readonly methods?: {
    readonly [Index in keyof Methods]: Omit<MethodRegistration<Methods[Index]>, 'use'> & {
      // eslint-disable-next-line @typescript-eslint/no-explicit-any
      readonly use: new (...injected: any[]) => NoInfer<Methods[Index]>;
    };
  };
};

/**
 * Declares a plugin: `export default definePlugin({ name, version, host, summary, methods, ... })`.
 *
 * @param definition see {@link PluginManifest} for its fields
 * @returns the manifest, frozen and branded
 * @throws Error naming the plugin and each wrong field
 */
export function definePlugin<const Methods extends readonly unknown[] = readonly []>(definition: PluginDefinition<Methods>): Plugin {
  checkManifest(definition);
  return Object.freeze({ ...(definition as PluginManifest), [BRAND]: true as const });
}

/** Whether a value came from {@link definePlugin}, of this or another copy of this module. */
export const isPlugin = (value: unknown): value is Plugin =>
  typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[BRAND] === true;

/**
 * The manifest without its brand, for checks of its shape.
 */
export function manifestOf(plugin: Plugin): PluginManifest {
  const { [BRAND]: _brand, ...manifest } = plugin;
  return manifest;
}
