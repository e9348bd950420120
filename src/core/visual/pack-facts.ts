import type { PackManifest } from '../packs/manifest.js';
import type { PackFacts } from '../tasks/task.js';

/** What methods may know of the active pack. */
export const packFacts = (manifest: PackManifest): PackFacts => ({
  name: manifest.name,
  revision: manifest.revision,
  form: manifest.form,
  logitScale: manifest.logitScale,
  templates: manifest.text.templates,
  calibration: manifest.calibration,
});
