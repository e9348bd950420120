import type { Config } from '../config.js';
import type { PackManifest } from '../packs/manifest.js';
import type { Encoder } from './encoder.js';
import { GraphRunning } from './graph-running.js';
import { ImageEncoding } from './image-encoding.js';
import type { Log } from './log.js';
import { PassTimes } from './pass-times.js';
import { JobQueue } from './queue/job-queue.js';
import { PackProcesses } from './pack-processes.js';
import { Supervisor } from './supervisor.js';
import { TextEncoding } from './text-encoding.js';

export interface LocalEncoderOptions {
  /** Absolute path of the pack's folder. */
  readonly packFolder: string;
  readonly manifest: PackManifest;
  readonly config: Config;
  readonly log: Log;
  /** No pass is called a hang before this many milliseconds. */
  readonly hangFloorMs?: number;
}

/**
 * An encoder in a process of its own, started at once. The caller's process never ends because of it, and nothing of it
 * stays after close().
 */
export function createLocalEncoder({ packFolder, manifest, config, log, hangFloorMs }: LocalEncoderOptions): Encoder {
  const times = new PassTimes(hangFloorMs);
  const processes = new PackProcesses({ packFolder, manifest, config, log, times });
  const supervisor = new Supervisor((signal) => processes.start(signal), log);
  const queue = new JobQueue(supervisor, { length: config.QUEUE_LENGTH, bytes: config.QUEUE_BYTES }, times);
  const images = new ImageEncoding(queue, manifest, config.CACHE_BYTES);
  const texts = new TextEncoding(queue, manifest, config.TEXT_CACHE_BYTES);
  const graphs = new GraphRunning(queue);
  // Whoever needs it hears of a failure through ready() or a request.
  supervisor.ready().catch((error: Error) => log.error({ cause: error.message }, 'The encoder is not available.'));
  let closing: Promise<void> | null = null;
  return {
    manifest,
    packFolder,
    status: () => ({
      state: supervisor.state,
      pid: supervisor.pid,
      device: processes.device,
      deviceNotes: processes.notes,
      queued: queue.length,
      restarts: supervisor.restarts,
      imagePasses: images.passes,
      textPasses: texts.passes,
      featureCacheBytes: images.cachedBytes,
      textCacheBytes: texts.cachedBytes,
    }),
    ready: () => supervisor.ready(),
    encodeImage: (request, operation) => images.encode(request, operation),
    encodeTexts: (wanted, operation) => texts.encode(wanted, operation),
    runGraph: (request, operation) => graphs.run(request, operation),
    close: () => (closing ??= queue.close().then(() => supervisor.close())),
  };
}
