import 'reflect-metadata';
import { container as root, injectable, Lifecycle, type DependencyContainer } from 'tsyringe';
import type { PluginManifest } from './plugin.js';
import { methodToken } from './tokens.js';

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
 * A container of one plugin: it sees the server's values and its own methods. Tokens are registered symbols, which anybody can name; in one container
 * for all, a plugin could have another's methods injected, and replace what they do.
 *
 * Registers every method of the plugin as a singleton of this container.
 * Calling `injectable` here serves classes that lack it, and those decorated by another copy of tsyringe: tokens of
 * `@inject` live in shared metadata, the list of known classes does not.
 */
export function pluginContainer(server: DependencyContainer, { methods = [] }: PluginManifest): DependencyContainer {
  const own = server.createChildContainer();
  for (const { task, key, use } of methods) {
    injectable()(use);
    own.register(methodToken(task.name, key), { useClass: use }, { lifecycle: Lifecycle.Singleton });
  }
  return own;
}
