import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { runtimeFolder, runtimeVersion } from './runtime-folder.js';

export interface CudaOffer {
  /** The build of the provider that this release's own script fetches here, by its name there, e.g. `cuda12`; null where the runtime comes without that script. */
  readonly build: string | null;
  /** What to run for it. */
  readonly command: string;
}

/** Builds by platform, as the runtime's own script has them; null where there is no such script. */
function builds(folder: string): Readonly<Record<string, readonly string[]>> | null {
  const script = join(folder, 'script', 'install-metadata.js');
  if (!existsSync(script)) return null;
  return (createRequire(import.meta.url)(script) as { requirements?: Record<string, readonly string[]> }).requirements ?? {};
}

/** How the runtime's library for CUDA is had on a platform, e.g. `linux/x64`; null where this release has none for it. */
export function cudaOffer(folder = runtimeFolder(), platform = `${process.platform}/${process.arch}`): CudaOffer | null {
  const known = builds(folder);
  // The copy in this server's own package has no scripts: the runtime's package brings the library where it is installed by itself.
  if (known === null)
    return platform === 'linux/x64' ? { build: null, command: `npm install onnxruntime-node@${runtimeVersion(folder)}` } : null;
  const build = known[platform]?.join() ?? '';
  if (build === '') return null;
  // The script itself: `npm rebuild` would run it under allowScripts and .npmrc of this project, which skip it.
  return { build, command: `ONNXRUNTIME_NODE_INSTALL=${build} node node_modules/onnxruntime-node/script/install.js` };
}
