import type { Config } from '../../config.js';
import { DenseqlError } from '../../errors.js';
import { deviceWords } from './device-words.js';

export type DeviceSetting = Config['DEVICE'];

/** Execution providers to try, best first. */
export function rungs(setting: DeviceSetting, platform: NodeJS.Platform = process.platform): readonly string[] {
  if (setting !== 'auto') return [setting];
  const own = platform === 'darwin' ? ['coreml'] : platform === 'win32' ? ['dml'] : [];
  return ['cuda', 'webgpu', ...own, 'cpu'];
}

// The script of the package itself: `npm rebuild` would run it under allowScripts and .npmrc of this project, which skip it.
const HOW_TO_GET: Readonly<Record<string, string>> = {
  cuda:
    'For an NVIDIA GPU on Linux x64 with CUDA 12 and cuDNN 9 installed, run ' +
    '`ONNXRUNTIME_NODE_INSTALL=cuda12 node node_modules/onnxruntime-node/script/install.js` and start again.',
  webgpu:
    'It needs a graphics driver with Vulkan, Metal or D3D12; on Debian or Ubuntu run `apt-get install libvulkan1 mesa-vulkan-drivers`.',
  coreml: 'It exists on macOS only.',
  dml: 'It exists on Windows only.',
  cpu: 'Reinstall the runtime with `npm ci`.',
};

/** A device that was asked for by name and cannot be had: says why and what to run. */
export const deviceUnavailable = (device: string, why: string, cause?: unknown): DenseqlError =>
  new DenseqlError(
    'ENCODER_UNAVAILABLE',
    `DENSEQL_DEVICE=${device} cannot be used: ${why}. ${HOW_TO_GET[device] ?? ''} Or set DENSEQL_DEVICE=auto.`,
    { device },
    { cause },
  );

/** One process on trial. */
export interface Candidate {
  /** Execution providers that its runtime was built with. */
  backends(): Promise<readonly string[]>;
  /** Loads the pack on the device and compares its golden vectors. @throws Error saying what is wrong */
  prove(device: string): Promise<void>;
  /** False once the process is gone. */
  alive(): boolean;
  /** Ends it for good. @returns how it ended */
  discard(): Promise<string>;
}

export interface Climb<Process extends Candidate> {
  readonly process: Process;
  readonly device: string;
  /** Why rungs above were passed over, one line each. */
  readonly notes: readonly string[];
}

/** Every rung failed. */
export class NoDevice extends Error {
  override readonly name = 'NoDevice';
  /** @param cause what the last rung failed of */
  constructor(
    readonly notes: readonly string[],
    cause?: unknown,
  ) {
    super(notes.join('; '), { cause });
  }
}

/**
 * Tries devices in order until one is proven. A rung that kills its process costs the next one a fresh process, no more.
 * @throws NoDevice when none is left
 */
export async function climb<Process extends Candidate>(devices: readonly string[], spawn: () => Process): Promise<Climb<Process>> {
  const notes: string[] = [];
  let process: Process | null = null;
  let last: unknown;
  for (const device of devices) {
    process ??= spawn();
    try {
      if (!(await process.backends()).includes(device)) {
        notes.push(`${device}: not in this build of the runtime`);
        continue;
      }
      await process.prove(device);
      return { process, device, notes };
    } catch (error) {
      last = error;
      const crashed = !process.alive();
      const end = crashed ? await process.discard() : '';
      notes.push(`${device}: ${deviceWords(crashed ? `its process ended (${end})` : (error as Error).message)}`);
      if (crashed) process = null;
    }
  }
  await process?.discard();
  throw new NoDevice(notes, last);
}
