import type { Config } from '../config.js';
import type { PackManifest } from '../packs/manifest.js';
import { assembleEncoder } from './assemble-encoder.js';
import type { EncoderCaches } from './caches.js';
import { createEncoderCaches } from './caches.js';
import type { Encoder } from './encoder.js';
import type { Log } from './log.js';
import { PassTimes } from './pass-times.js';
import { PackProcesses } from './pack-processes.js';
import { Supervisor } from './supervisor.js';

export interface LocalEncoderOptions {
  /** Absolute path of the pack's folder. */
  readonly packFolder: string;
  readonly manifest: PackManifest;
  readonly config: Config;
  readonly log: Log;
  /** Shared with other encoders; absent: its own. */
  readonly caches?: EncoderCaches;
  /** No pass is called a hang before this many milliseconds. */
  readonly hangFloorMs?: number;
}

/**
 * An encoder in a process of its own, started at once. The caller's process never ends because of it, and nothing of it
 * stays after close().
 */
export function createLocalEncoder(options: LocalEncoderOptions): Encoder {
  const { packFolder, manifest, config, log, hangFloorMs, caches = createEncoderCaches(config) } = options;
  const times = new PassTimes(hangFloorMs);
  const processes = new PackProcesses({ packFolder, manifest, config, log, times });
  const supervisor = new Supervisor((signal) => processes.start(signal), log);
  const runner = {
    ready: () => supervisor.ready(),
    run: (work: Parameters<Supervisor['run']>[0]) => supervisor.run(work),
    status: () => ({ ...processes.status(), state: supervisor.state, pid: supervisor.pid, restarts: supervisor.restarts }),
    // A start under way is waited for, as before: nothing else is in its place.
    abandon: () => undefined,
    close: () => supervisor.close(),
  };
  const encoder = assembleEncoder({ packFolder, manifest, config, runner, times, caches });
  // Whoever needs it hears of a failure through ready() or a request.
  supervisor.ready().catch((error: Error) => log.error({ cause: error.message }, 'The encoder is not available.'));
  return encoder;
}
