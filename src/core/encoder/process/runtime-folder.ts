import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { projectRoot } from '../../project-root.js';

const NAME = 'onnxruntime-node';

/** Version of the runtime in a folder. */
export const runtimeVersion = (folder: string): string =>
  (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version;

/** As a package of its own: a checkout has it among its tools, and whoever wants its GPU libraries installs it. */
function installed(): string | null {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(NAME)));
  } catch {
    return null;
  }
}

/**
 * Folder of the inference runtime: the installed package where it is of the version that this server was built with, else the copy that the server's own
 * package carries, which has no GPU libraries for Linux.
 * @throws Error where there is neither
 */
export function runtimeFolder(): string {
  const carried = join(projectRoot(), 'dist', 'runtime');
  const own = existsSync(join(carried, 'package.json')) ? carried : null;
  const other = installed();
  if (other !== null && (own === null || runtimeVersion(other) === runtimeVersion(own))) return other;
  if (own !== null) return own;
  throw new Error('The inference runtime is missing: the installation is incomplete. Install denseql again.');
}
