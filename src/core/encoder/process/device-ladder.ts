import { realClock, type Clock } from '../../clock.js';
import type { Config } from '../../config.js';
import { DenseqlError } from '../../errors.js';
import { Ascent, type Candidate } from './ascent.js';
import { deviceHint, type Machine } from './device-hints.js';

export type DeviceSetting = Config['DEVICE'];

/** Execution providers to try, best first. */
export function rungs(setting: DeviceSetting, platform: NodeJS.Platform = process.platform): readonly string[] {
  if (setting !== 'auto') return [setting];
  const own = platform === 'darwin' ? ['coreml'] : platform === 'win32' ? ['dml'] : [];
  return ['cuda', 'webgpu', ...own, 'cpu'];
}

/** A device that was asked for by name and cannot be had: says why and what to run. */
export function deviceUnavailable(device: string, why: string, cause?: unknown, machine?: Machine): DenseqlError {
  const parts = [`DENSEQL_DEVICE=${device} cannot be used: ${why}.`, deviceHint(device, why, machine), 'Or set DENSEQL_DEVICE=auto.'];
  return new DenseqlError('ENCODER_UNAVAILABLE', parts.filter((part) => part !== '').join(' '), { device }, { cause });
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
 * Tries devices in order until one is proven. A rung that kills its process costs the next one a fresh process, no more. Where the CPU is the last of several, a
 * device above it is taken only if it is faster, too, and all of them have TRIAL_MS to show it: a driver in software is right, and hundreds of times slower.
 * @throws NoDevice when none is left
 */
export async function climb<Process extends Candidate>(
  devices: readonly string[],
  spawn: () => Process,
  clock: Clock = realClock,
): Promise<Climb<Process>> {
  const ascent = new Ascent(spawn, clock);
  try {
    for (const device of devices) {
      const process = await ascent.step(device, device !== 'cpu' && devices.includes('cpu'));
      if (process !== null) return { process, device, notes: ascent.notes };
    }
  } finally {
    await ascent.endAll();
  }
  throw new NoDevice(ascent.notes, ascent.last);
}
