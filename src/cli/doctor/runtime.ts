import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cudaOffer } from '../../core/encoder/process/cuda-provider.js';
import { runtimeFolder, runtimeVersion } from '../../core/encoder/process/runtime-folder.js';
import { lines, said } from './commands.js';

export interface CudaReport {
  /** Whether this runtime's library for CUDA is installed. */
  readonly provider: boolean;
  /** The build of it that this release's own install script fetches, by its name there, e.g. `cuda12`; null where none is known. */
  readonly build: string | null;
  /** The command that brings it; null where there is none for this platform. */
  readonly command: string | null;
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

/** `ldd` of the provider: what it is linked with that is NVIDIA's, and whether the loader finds it. */
export const nvidiaLibraries = (listed: string): { readonly library: string; readonly found: boolean }[] =>
  lines(listed).flatMap((line) => {
    const [, library, where] = /^(lib(?:cu|nv)[\w.+-]*\.so[\w.]*) => (.+)$/.exec(line) ?? [];
    return library === undefined || where === undefined ? [] : [{ library, found: !where.startsWith('not found') }];
  });

/** The inference runtime that this server would take. @throws Error where there is none */
export async function runtimeReport(): Promise<RuntimeReport> {
  const folder = runtimeFolder();
  const provider = join(folder, 'bin', 'napi-v6', process.platform, process.arch, PROVIDER);
  const listed = existsSync(provider) ? await said('ldd', provider) : null;
  const wants = listed === null ? null : nvidiaLibraries(listed);
  const { build = null, command = null } = cudaOffer(folder) ?? {};
  return { version: runtimeVersion(folder), folder, cuda: { provider: existsSync(provider), build, command, wants } };
}
