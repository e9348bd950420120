import { proveAssets } from '../assets/prove-assets.js';
import { checkHost, checkManifest } from './check-manifest.js';
import { checkOwnHead } from './check-own-head.js';
import { checkTasks } from './check-tasks.js';
import { containPlugins } from './contain-process.js';
import { coreTasks } from './core-tasks.js';
import { manifestOf, type Plugin } from './define-plugin.js';
import { importPlugin } from './import-plugin.js';
import { switchedOn } from './operator.js';
import { ownManifest } from './own-manifest.js';
import type { PluginManifest } from './plugin.js';

export interface LoadPluginsRequest {
  /** In loading order, before all others. */
  readonly builtIns: readonly Plugin[];
  /** Paths and package names, e.g. of {@link pluginSpecs}. */
  readonly specs: readonly string[];
  /** Folder that paths and packages are looked up from. */
  readonly folder?: string;
  /** Names of those that are switched off: they are read, and left out. */
  readonly off?: readonly string[];
  /** Milliseconds that importing each may take. */
  readonly limitMs?: number;
}

/** The specs in the setting PLUGINS: separated by commas, blanks ignored. */
export const pluginSpecs = (setting: string): string[] =>
  setting
    .split(',')
    .map((spec) => spec.trim())
    .filter((spec) => spec !== '');

/** Refuses equal names, and equal keys within one task, kinds of converters or options of compiled heads, naming both owners. */
function checkClashes(plugins: readonly { manifest: PluginManifest; from: string }[]): void {
  const names = new Map<string, string>();
  const owners = new Map<string, string>();
  const claim = (what: string, by: string): void => {
    const owner = owners.get(what);
    if (owner === by) throw new Error(`Plugin "${by}" registers the ${what} twice: give one of them another name.`);
    if (owner !== undefined) throw new Error(`Plugins "${owner}" and "${by}" both register the ${what}: one of them needs another name.`);
    owners.set(what, by);
  };
  for (const { manifest, from } of plugins) {
    const other = names.get(manifest.name);
    if (other !== undefined)
      throw new Error(`Two plugins are named "${manifest.name}": ${other} and ${from}. Rename one, or load it once.`);
    names.set(manifest.name, from);
    for (const { task, key } of manifest.methods ?? []) claim(`method "${key}" of the task "${task.name}"`, manifest.name);
    for (const { kind } of manifest.converters ?? []) claim(`converter "${kind}"`, manifest.name);
    for (const { option } of manifest.compiledHeads ?? []) claim(`option --${option} of \`models compile\``, manifest.name);
  }
}

/**
 * Loads all plugins of a server: built-ins, then the specs in their order. Nothing of them runs yet.
 *
 * @returns the manifests in loading order
 * @throws Error saying who and why: import failure, no plugin, bad manifest, other host version, clash of names, keys or tasks, a file of its own that is not as its manifest says
 */
export async function loadPlugins({
  builtIns,
  specs,
  folder = process.cwd(),
  off = [],
  limitMs,
}: LoadPluginsRequest): Promise<PluginManifest[]> {
  const found: { plugin: Plugin; from: string }[] = builtIns.map((plugin) => ({ plugin, from: 'built in' }));
  if (specs.length > 0) containPlugins();
  // One after the other: errors and order do not depend on which file is read first.
  for (const spec of specs) found.push({ plugin: await importPlugin(spec, folder, limitMs), from: spec });
  const on = new Set(
    switchedOn(
      found.map(({ plugin }) => plugin),
      off,
    ),
  );
  const loaded = found
    .filter(({ plugin }) => on.has(plugin))
    .map(({ plugin, from }) => {
      // Branded by another copy of definePlugin, perhaps an older one: checked here again.
      const manifest = manifestOf(plugin);
      checkManifest(manifest);
      checkHost(manifest);
      return { manifest, from };
    });
  checkClashes(loaded);
  const manifests = loaded.map(({ manifest }) => manifest);
  checkTasks(manifests, coreTasks());
  const kept = manifests.map(ownManifest);
  for (const manifest of kept) {
    await proveAssets(manifest);
    await checkOwnHead(manifest);
  }
  return kept;
}
