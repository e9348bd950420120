import { existsSync, readdirSync } from 'node:fs';
import { arch, availableParallelism, cpus, freemem, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { projectVersion } from '../../core/project-root.js';
import { lines, said } from './commands.js';

export interface MachineReport {
  readonly denseql: string;
  readonly node: string;
  readonly system: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly freeMemoryBytes: number;
  /** What a container allows; null: no bound of its own. */
  readonly allowedMemoryBytes: number | null;
}

export interface GraphicsReport {
  /** Devices that Linux shows to programs. */
  readonly devices: readonly string[];
  /** `nvidia-smi`'s line of each GPU: name, driver, memory; null where the program is not there or fails. */
  readonly nvidia: readonly string[] | null;
  /** Whether the system's loader knows libvulkan.so.1; null where that is not how it is found. */
  readonly vulkanLoader: boolean | null;
  /** Names of Vulkan drivers that are installed, or named by VK_DRIVER_FILES or VK_ICD_FILENAMES, with a word where there is no such file. */
  readonly vulkanDrivers: readonly string[];
}

export function machineReport(): MachineReport {
  const allowed = process.constrainedMemory();
  return {
    denseql: projectVersion(),
    node: process.version,
    system: `${platform()} ${release()} ${arch()}`,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    freeMemoryBytes: freemem(),
    allowedMemoryBytes: allowed > 0 && allowed < totalmem() ? allowed : null,
  };
}

function listed(folder: string, wanted: RegExp): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => wanted.test(name))
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}

export async function graphicsReport(): Promise<GraphicsReport> {
  const named = process.env['VK_DRIVER_FILES'] ?? process.env['VK_ICD_FILENAMES'];
  const nvidia = await said('nvidia-smi', '--query-gpu=name,driver_version,memory.total', '--format=csv,noheader');
  const known = platform() === 'linux' ? await said('ldconfig', '-p') : null;
  return {
    devices: [...listed('/dev/dri', /^(card|renderD)\d+$/), ...listed('/dev', /^(nvidia(ctl|\d+)|dxg)$/)],
    nvidia: nvidia === null ? null : lines(nvidia),
    vulkanLoader: known === null ? null : known.includes('libvulkan.so.1'),
    vulkanDrivers:
      named === undefined
        ? ['/usr/share/vulkan/icd.d', '/etc/vulkan/icd.d'].flatMap((folder) => listed(folder, /\.json$/))
        : named.split(':').map((file) => (existsSync(file) ? file : `${file} (NOT THERE)`)),
  };
}
