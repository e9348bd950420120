import type { PluginManifest } from './plugin.js';

/**
 * What a plugin needs and a pack does not give, in words for people: "the outputs a, b and a text tower"; null when
 * nothing is missing.
 */
export function missingNeeds(plugin: PluginManifest, packOutputs: ReadonlySet<string>, hasText: boolean): string | null {
  const outputs = (plugin.needs?.outputs ?? []).filter((name) => !packOutputs.has(name));
  const parts: string[] = [];
  if (outputs.length > 0) parts.push(`the output${outputs.length > 1 ? 's' : ''} ${outputs.join(', ')}`);
  if (plugin.needs?.text === true && !hasText) parts.push('a text tower');
  return parts.length > 0 ? parts.join(' and ') : null;
}
