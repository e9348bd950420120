import { missingNeeds } from '../core/plugin/missing-needs.js';
import type { MethodRegistration, PluginManifest } from '../core/plugin/plugin.js';
import type { ResolverContext } from './context.js';

interface PluginMethod {
  readonly task: string;
  readonly key: string;
  readonly default: number | null;
  readonly available: boolean;
  readonly reason: string | null;
}

function describe(
  plugin: PluginManifest,
  { task, key, default: priority }: MethodRegistration,
  outputs: ReadonlySet<string>,
): PluginMethod {
  const missing = missingNeeds(plugin, outputs, true);
  return {
    task: task.name,
    key,
    default: priority ?? null,
    available: missing === null,
    reason: missing === null ? null : `It needs ${missing}, which the active encoder does not give.`,
  };
}

export const pluginResolvers = {
  Query: {
    plugins: (_: unknown, { task }: { task?: string | null }, { platform }: ResolverContext): readonly PluginManifest[] =>
      platform.registry.plugins.filter((plugin) => !task || plugin.methods?.some((method) => method.task.name === task)),
  },
  Plugin: {
    outputs: (plugin: PluginManifest): readonly string[] => plugin.needs?.outputs ?? [],
    text: (plugin: PluginManifest): boolean => plugin.needs?.text ?? false,
    methods: (plugin: PluginManifest, _: unknown, { platform }: ResolverContext): PluginMethod[] => {
      const outputs = new Set(Object.keys(platform.encoder.manifest.outputs));
      return (plugin.methods ?? []).map((method) => describe(plugin, method, outputs));
    },
  },
};
