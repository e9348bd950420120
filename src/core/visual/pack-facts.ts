import type { PackManifest } from '../packs/manifest.js';
import type { PackFacts } from '../tasks/task.js';

/**
 * What a method may know of the pack that its features come from.
 * @param plugin name of the plugin that the method belongs to: it sees its own entry under `heads` and no other
 */
export const packFacts = (manifest: PackManifest, plugin: string): PackFacts => ({
  name: manifest.name,
  revision: manifest.revision,
  form: manifest.form,
  logitScale: manifest.logitScale,
  templates: manifest.text.templates,
  calibration: manifest.calibration,
  tail: manifest.image.tail?.attentions ?? [],
  head: Object.hasOwn(manifest.heads, plugin) ? manifest.heads[plugin] : undefined,
});
