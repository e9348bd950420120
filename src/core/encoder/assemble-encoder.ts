import type { Config } from '../config.js';
import type { PackManifest } from '../packs/manifest.js';
import type { EncoderCaches } from './caches.js';
import type { Encoder, EncoderStatus } from './encoder.js';
import { GraphRunning } from './graph-running.js';
import { ImageEncoding } from './image-encoding.js';
import type { PassTimes } from './pass-times.js';
import type { QueueWatcher } from './queue/job-queue.js';
import { JobQueue } from './queue/job-queue.js';
import { TextEncoding } from './text-encoding.js';
import type { Runner } from './work.js';

/** What runs an encoder's work, with what the encoder's status tells of it. */
export interface EncoderRunner extends Runner {
  status(): Pick<EncoderStatus, 'state' | 'pid' | 'device' | 'deviceNotes' | 'restarts' | 'memoryBytes'>;
  /** Gives up what was not started yet: nobody waits for it any more. */
  abandon(): void;
  /** Ends for good. */
  close(): Promise<void>;
}

export interface EncoderParts {
  readonly packFolder: string;
  readonly manifest: PackManifest;
  readonly config: Config;
  readonly runner: EncoderRunner;
  readonly times: PassTimes;
  readonly caches: EncoderCaches;
  readonly watcher?: QueueWatcher;
}

export interface AssembledEncoder extends Encoder {
  /** Whether any of its work waits or runs. */
  busy(): boolean;
}

/** Puts a queue and caches in front of whatever runs the work. */
export function assembleEncoder({ packFolder, manifest, config, runner, times, caches, watcher }: EncoderParts): AssembledEncoder {
  const queue = new JobQueue(runner, { length: config.QUEUE_LENGTH, bytes: config.QUEUE_BYTES }, times, watcher);
  const images = new ImageEncoding(queue, manifest, caches.features);
  const texts = new TextEncoding(queue, manifest, caches.texts);
  const graphs = new GraphRunning(queue);
  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    const refused = queue.close();
    runner.abandon();
    await refused;
    await runner.close();
  };
  return {
    manifest,
    packFolder,
    busy: () => queue.busy,
    status: () => ({
      ...runner.status(),
      queued: queue.length,
      imagePasses: images.passes,
      textPasses: texts.passes,
      featureCacheBytes: caches.features.calculatedSize,
      textCacheBytes: caches.texts.calculatedSize,
    }),
    ready: () => runner.ready(),
    encodeImage: (request, operation) => images.encode(request, operation),
    encodeTexts: (wanted, operation) => texts.encode(wanted, operation),
    runGraph: (request, operation) => graphs.run(request, operation),
    close: () => (closing ??= close()),
  };
}
