import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { runtimeFolder } from '../../core/encoder/process/runtime-folder.js';
import { lines, said } from './commands.js';

export interface CudaReport {
  /** Whether this runtime's library for CUDA is installed. */
  readonly provider: boolean;
  /** The build of it that this release's own install script fetches, by its name there, e.g. `cuda12`; null where it says nothing of this platform. */
  readonly build: string | null;
  /** Libraries of CUDA and cuDNN that the installed provider asks the system for, read from it; null where there is none, or nothing here reads it. */
  readonly wants: readonly { readonly library: string; readonly found: boolean }[] | null;
}

export interface RuntimeReport {
  /** Of onnxruntime-node. */
  readonly version: string;
  readonly folder: string;
  readonly cuda: CudaReport;
}

const PROVIDER = 'libonnxruntime_providers_cuda.so';

/** Builds by platform, as the package's own script has them. */
function installable(folder: string): string | null {
  const script = join(folder, 'script', 'install-metadata.js');
  if (!existsSync(script)) return null;
  const { requirements } = createRequire(import.meta.url)(script) as { requirements?: Record<string, readonly string[]> };
  return requirements?.[`${process.platform}/${process.arch}`]?.join(', ') || null;
}

/** `ldd` of the provider: what it is linked with that is NVIDIA's, and whether the loader finds it. */
export const nvidiaLibraries = (listed: string): { readonly library: string; readonly found: boolean }[] =>
  lines(listed).flatMap((line) => {
    const [, library, where] = /^(lib(?:cu|nv)[\w.+-]*\.so[\w.]*) => (.+)$/.exec(line) ?? [];
    return library === undefined || where === undefined ? [] : [{ library, found: !where.startsWith('not found') }];
  });

/** The inference runtime that this server would take. @throws Error where there is none */
export async function runtimeReport(): Promise<RuntimeReport> {
  const folder = runtimeFolder();
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  const provider = join(folder, 'bin', 'napi-v6', process.platform, process.arch, PROVIDER);
  const listed = existsSync(provider) ? await said('ldd', provider) : null;
  const wants = listed === null ? null : nvidiaLibraries(listed);
  return { version, folder, cuda: { provider: existsSync(provider), build: installable(folder), wants } };
}
