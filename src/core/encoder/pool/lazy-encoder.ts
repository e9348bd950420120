import type { Clock } from '../../clock.js';
import type { Config } from '../../config.js';
import type { AssembledEncoder } from '../assemble-encoder.js';
import { assembleEncoder } from '../assemble-encoder.js';
import type { EncoderCaches } from '../caches.js';
import type { Log } from '../log.js';
import { PackProcesses } from '../pack-processes.js';
import { PassTimes } from '../pass-times.js';
import type { PooledEncoder } from '../pool.js';
import { Supervisor } from '../supervisor.js';
import type { EncoderMemory } from './encoder-memory.js';
import { estimateBytes } from './estimate-bytes.js';
import type { KnownPack } from './known-packs.js';
import { LazyRunner } from './lazy-runner.js';

export interface LazyEncoderOptions {
  readonly pack: KnownPack;
  readonly config: Config;
  readonly log: Log;
  readonly caches: EncoderCaches;
  readonly memory: EncoderMemory;
  readonly clock: Clock;
}

/**
 * An encoder whose process starts at the first work that the caches do not answer, once there is room for it, and ends when it had no
 * work for ENCODER_IDLE_MS or another needs its room. Its queue, its caches and its counts outlast the process.
 */
export function createLazyEncoder({ pack, config, log, caches, memory, clock }: LazyEncoderOptions): PooledEncoder {
  const { folder: packFolder, manifest, problem } = pack;
  const times = new PassTimes();
  const processes = new PackProcesses({ packFolder, manifest, config, log, times });
  const runner = new LazyRunner({
    name: manifest.name,
    estimate: estimateBytes(manifest),
    problem,
    memory,
    clock,
    idleMs: config.ENCODER_IDLE_MS,
    busy: (): boolean => assembled.busy(),
    supervise: () => new Supervisor((signal) => processes.start(signal), log),
    processes: () => processes.status(),
  });
  const assembled: AssembledEncoder = assembleEncoder({ packFolder, manifest, config, runner, times, caches, watcher: runner });
  return {
    encoder: { ...assembled, ready: () => runner.warm() },
    get state() {
      return runner.state;
    },
    get problem() {
      return runner.problem;
    },
    get memoryBytes() {
      return runner.bytes() || runner.estimate;
    },
  };
}
