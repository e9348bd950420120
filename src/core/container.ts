import 'reflect-metadata';
import { container as root, injectable, Lifecycle, type DependencyContainer } from 'tsyringe';
import type { PluginManifest } from './plugin/plugin.js';
import { methodToken } from './plugin/tokens.js';

/**
 * One child container a server, so that two servers in one process share nothing.
 *
 * @param values what stands behind tokens, e.g. `new Map([[CONFIG, config]])`
 */
export function createContainer(values: ReadonlyMap<symbol, unknown> = new Map()): DependencyContainer {
  const container = root.createChildContainer();
  for (const [token, value] of values) container.register(token, { useValue: value });
  return container;
}

/**
 * Registers every method of the plugins as a singleton of this container.
 * Calling `injectable` here serves classes that lack it, and those decorated by another copy of tsyringe: tokens of
 * `@inject` live in shared metadata, the list of known classes does not.
 */
export function registerMethods(container: DependencyContainer, plugins: readonly PluginManifest[]): void {
  for (const plugin of plugins)
    for (const { task, key, use } of plugin.methods ?? []) {
      injectable()(use);
      container.register(methodToken(task.name, key), { useClass: use }, { lifecycle: Lifecycle.Singleton });
    }
}
