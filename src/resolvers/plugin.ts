import { givesOf, missingNeeds, type Gives } from '../core/plugin/missing-needs.js';
import type { MethodRegistration, PluginManifest } from '../core/plugin/plugin.js';
import type { PluginMethod, Resolvers } from './types.generated.js';

function describe(plugin: PluginManifest, { task, key, default: priority }: MethodRegistration, gives: Gives): PluginMethod {
  const missing = missingNeeds(plugin, gives);
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
    plugins: (_, { task }, { platform }) =>
      platform.registry.plugins.filter((plugin) => !task || plugin.methods?.some((method) => method.task.name === task)),
  },
  Plugin: {
    name: (plugin) => plugin.name,
    version: (plugin) => plugin.version,
    host: (plugin) => plugin.host,
    summary: (plugin) => plugin.summary,
    reference: (plugin) => plugin.reference ?? null,
    outputs: (plugin) => plugin.needs?.outputs ?? [],
    text: (plugin) => plugin.needs?.text ?? false,
    head: (plugin) => plugin.needs?.head ?? false,
    methods: (plugin, _, { platform }) => {
      const gives = givesOf(platform.encoder.manifest);
      return (plugin.methods ?? []).map((method) => describe(plugin, method, gives));
    },
  },
} satisfies Resolvers;
