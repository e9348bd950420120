import type { AnyTask } from '../call/contract.js';
import type { PluginManifest } from './plugin.js';

/** A file that two plugins import is two modules, in TypeScript: what they say is the same all the same. */
const said = (task: AnyTask): string =>
  JSON.stringify([
    task.methodInput,
    ...(['question', 'ahead', 'before', 'call', 'check', 'forLabels', 'answer'] as const).map((part) => String(Reflect.get(task, part))),
  ]);

/**
 * A task is defined once: of two definitions under one name the first would answer for both, and call the other's methods in its own way.
 * @param core names of the core's tasks, of which a plugin may bring a copy, older or newer
 * @throws Error naming both plugins
 */
export function checkTasks(plugins: readonly Pick<PluginManifest, 'name' | 'methods'>[], core: ReadonlySet<string>): void {
  const first = new Map<string, { readonly task: AnyTask; readonly plugin: string }>();
  for (const { name: plugin, methods } of plugins)
    for (const { task } of methods ?? []) {
      const known = first.get(task.name) ?? { task: task as AnyTask, plugin };
      first.set(task.name, known);
      if (core.has(task.name) || known.task === task || said(known.task) === said(task as AnyTask)) continue;
      throw new Error(
        `Plugins "${known.plugin}" and "${plugin}" define the task "${task.name}" in two ways. A method of another plugin's task imports that plugin's value.`,
      );
    }
}
