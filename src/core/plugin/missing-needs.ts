import type { Gives } from '../call/methods.js';
import { broughtFor, isOwnHead, wantedPacks } from '../call/own-head.js';
import type { PluginManifest } from './plugin.js';

const joined = (parts: readonly string[]): string | null => (parts.length > 0 ? parts.join(' and ') : null);

function missingVectors({ needs, head }: PluginManifest, gives: Gives): string[] {
  const outputs = (needs?.outputs ?? []).filter((name) => !gives.outputs.has(name));
  const parts: string[] = [];
  if (outputs.length > 0) parts.push(`the output${outputs.length > 1 ? 's' : ''} ${outputs.join(', ')}`);
  if (needs?.text === true && !gives.text) parts.push('a text tower');
  // Of a head of its own the host knows all that there is to say.
  if (needs?.head === true && isOwnHead(head) && !broughtFor(head, gives.pack))
    parts.push(`${wantedPacks(head)} (its head was trained for it)`);
  return parts;
}

/**
 * What a plugin needs and a pack does not give, in words for people: "the outputs a, b and a text tower"; null when
 * nothing is missing.
 */
export function missingNeeds(plugin: PluginManifest, gives: Gives): string | null {
  const parts = missingVectors(plugin, gives);
  if (plugin.needs?.head === true && !isOwnHead(plugin.head) && !gives.heads.has(plugin.name))
    parts.push(`a head of its own (pack.json, heads.${plugin.name}: \`denseql models add-head\` puts one in)`);
  return joined(parts);
}

/** As {@link missingNeeds}, for a method that was asked for by name: of a pack's head that is not there the method itself tells more. */
export const missingWhenNamed = (plugin: PluginManifest, gives: Gives): string | null => joined(missingVectors(plugin, gives));
