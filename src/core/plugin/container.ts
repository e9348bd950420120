import 'reflect-metadata';
import { container as root, injectable, Lifecycle, type DependencyContainer } from 'tsyringe';
import type { PluginContainer, PluginManifest } from './plugin.js';
import { LOG, LOGS, methodToken, SETTINGS, type PluginLog } from './tokens.js';

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
 * A container of one plugin: it sees the server's values, its own methods and what it provides. Tokens are registered symbols, which anybody can name; in one container
 * for all, a plugin could have another's methods injected, and replace what they do.
 *
 * Registers every method of the plugin as a singleton of this container.
 * Calling `injectable` here serves classes that lack it, and those decorated by another copy of tsyringe: tokens of
 * `@inject` live in shared metadata, the list of known classes does not.
 */
export function pluginContainer(
  server: DependencyContainer,
  { name, methods = [], provide = [] }: PluginManifest,
  settings?: unknown,
): DependencyContainer {
  const own = server.createChildContainer();
  if (settings !== undefined) own.register(SETTINGS, { useValue: settings });
  if (server.isRegistered(LOGS)) own.register(LOG, { useValue: server.resolve<(plugin: string) => PluginLog>(LOGS)(name) });
  for (const { token, use, lifetime = 'singleton' } of provide) {
    injectable()(use);
    own.register(token, { useClass: use }, { lifecycle: lifetime === 'singleton' ? Lifecycle.Singleton : Lifecycle.Transient });
  }
  for (const { task, key, use } of methods) {
    injectable()(use);
    own.register(methodToken(task.name, key), { useClass: use }, { lifecycle: Lifecycle.Singleton });
  }
  return own;
}

/** The plugin's own view of its container, for `setup`. */
export const viewOf = (own: DependencyContainer): PluginContainer =>
  Object.freeze<PluginContainer>({
    get: (token) => own.resolve(token),
    set: (token, value) => void own.register(token, { useValue: value }),
  });
