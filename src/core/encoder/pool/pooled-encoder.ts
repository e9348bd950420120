import { realClock, type Clock } from '../../clock.js';
import type { Config } from '../../config.js';
import type { Log } from '../../log.js';
import type { Pack } from '../../packs/load-pack.js';
import { packWords } from '../../packs/words.js';
import { PackProcesses } from '../process/pack-processes.js';
import { PassTimes } from '../process/pass-times.js';
import { Supervisor } from '../process/supervisor.js';
import { assembleEncoder, type AssembledEncoder } from '../queue/assemble-encoder.js';
import { createMemoryStores } from '../store/memory-store.js';
import type { EncoderStores } from '../store/store.js';
import { EncoderMemory } from './encoder-memory.js';
import { estimateBytes } from './estimate-bytes.js';
import { PackOnDisk } from './pack-on-disk.js';
import { PackRunner } from './pack-runner.js';
import type { PooledState } from './pool.js';
import { WorkGuard } from './work-guard.js';

export interface PooledEncoderOptions {
  readonly pack: Pack;
  readonly config: Config;
  readonly log: Log;
  /** Loaded at once and never unloaded; otherwise loaded at its first use, within the memory that all share. */
  readonly pinned: boolean;
  /** What is wrong with its files at first sight; absent: nothing. */
  readonly problem?: string | null;
  /** Shared with other encoders; absent: its own. */
  readonly stores?: EncoderStores;
  readonly memory?: EncoderMemory;
  readonly clock?: Clock;
  /** No pass is called a hang before this many milliseconds. */
  readonly hangFloorMs?: number;
}

/** An encoder whose process somebody else decides about. */
export interface LocalEncoder extends AssembledEncoder {
  readonly pinned: boolean;
  readonly state: PooledState;
  readonly problem: string | null;
  readonly memoryBytes: number;
  readonly onDisk: PackOnDisk;
  /** Ends its process; the next use starts another. */
  unload(): Promise<void>;
  /** Whether it stays loaded from now on, or may be unloaded. */
  pin(pinned: boolean): void;
}

/**
 * An encoder in a process of its own, supervised: one kind, pinned or not. Its queue, its counts and what is kept of it outlast the process. The
 * caller's process never ends because of it, and nothing of it stays after close().
 */
export function createPooledEncoder(options: PooledEncoderOptions): LocalEncoder {
  const { pack, config, log, clock = realClock, stores = createMemoryStores(config), pinned, problem = null, hangFloorMs } = options;
  const { memory = new EncoderMemory(Infinity, clock) } = options;
  const { folder: packFolder, manifest } = pack;
  const onDisk = new PackOnDisk(pack);
  const guard = new WorkGuard(onDisk);
  const times = new PassTimes(hangFloorMs);
  const processes = new PackProcesses({ packFolder, manifest, config, log, times, proven: (at) => guard.proven(at) });
  const runner: PackRunner = new PackRunner({
    name: manifest.name,
    estimate: estimateBytes(manifest),
    problem,
    memory,
    clock,
    idleMs: config.ENCODER_IDLE_MS,
    pinned,
    guard,
    busy: (): boolean => assembled.busy(),
    supervise: () => new Supervisor((signal) => processes.start(signal), log),
    processes: () => processes.status(),
    maxBatch: () => processes.maxBatch,
  });
  const assembled: AssembledEncoder = assembleEncoder({ manifest, words: packWords(pack), config, runner, times, stores, watcher: runner });
  // Whoever needs it hears of a failure through ready() or a request.
  if (pinned) runner.warm().catch((error: Error) => log.debug({ cause: error.message }, 'The encoder is not available.'));
  return {
    ...assembled,
    onDisk,
    ready: () => runner.warm(),
    unload: () => runner.unload(),
    pin: (value) => void (runner.pinned = value),
    get pinned() {
      return runner.pinned;
    },
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
