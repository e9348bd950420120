import { givesOf, type Gives } from '../core/call/methods.js';
import { missingNeeds } from '../core/plugin/missing-needs.js';
import type { OptionsOf } from '../core/call/options.js';
import type { MethodRegistration, PluginManifest } from '../core/plugin/plugin.js';
import type { PluginMethod, Resolvers } from './types.generated.js';

function describe(
  plugin: PluginManifest,
  { task, key, default: priority }: MethodRegistration,
  gives: Gives,
  options: OptionsOf,
): PluginMethod {
  const missing = missingNeeds(plugin, gives);
  return {
    task: task.name,
    key,
    default: priority ?? null,
    available: missing === null,
    reason: missing === null ? null : `It needs ${missing}, which the active encoder does not give.`,
    options: options(task.name, key).list,
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
      return (plugin.methods ?? []).map((method) => describe(plugin, method, gives, platform.options));
    },
  },
} satisfies Resolvers;
