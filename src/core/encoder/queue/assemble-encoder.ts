import type { Config } from '../../config.js';
import type { PackManifest } from '../../packs/manifest.js';
import type { PackWords } from '../../packs/words.js';
import type { EncoderStores } from '../store/store.js';
import type { Encoder, EncoderStatus } from '../contract/encoder.js';
import { GraphRunning } from './graph-running.js';
import { ImageEncoding } from './image-encoding.js';
import type { PassTimes } from '../process/pass-times.js';
import type { QueueWatcher } from './jobs.js';
import { EncoderQueue } from './encoder-queue.js';
import { TextEncoding } from './text-encoding.js';
import { PROMPTS, TEXTS } from './text-kinds.js';
import type { Runner } from '../contract/work.js';

/** What runs an encoder's work, with what the encoder's status tells of it. */
export interface EncoderRunner extends Runner {
  status(): Pick<EncoderStatus, 'state' | 'device' | 'deviceNotes' | 'restarts' | 'memoryBytes'>;
  /** Process id of whatever runs the work; null while there is none. */
  pid(): number | null;
  /** Gives up what was not started yet: nobody waits for it any more. */
  abandon(): void;
  /** Ends for good. */
  close(): Promise<void>;
}

export interface EncoderParts {
  readonly manifest: PackManifest;
  readonly words: () => Promise<PackWords | null>;
  readonly config: Config;
  readonly runner: EncoderRunner;
  readonly times: PassTimes;
  readonly stores: EncoderStores;
  readonly watcher?: QueueWatcher;
}

export interface AssembledEncoder extends Encoder {
  /** Whether any of its work waits or runs. */
  busy(): boolean;
  /** Process id of whatever runs its work; null while there is none. */
  pid(): number | null;
}

/** Puts a queue and stores in front of whatever runs the work. */
export function assembleEncoder({ manifest, words, config, runner, times, stores, watcher }: EncoderParts): AssembledEncoder {
  const queue = new EncoderQueue(runner, { length: config.QUEUE_LENGTH, bytes: config.QUEUE_BYTES }, times, watcher);
  const images = new ImageEncoding(queue, manifest, stores.features);
  const texts = new TextEncoding(queue, manifest, stores.texts, TEXTS);
  const prompts = new TextEncoding(queue, manifest, stores.texts, PROMPTS);
  const graphs = new GraphRunning(queue);
  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    const refused = queue.close();
    runner.abandon();
    // A pass may take seconds, one that hangs longer: it is waited for only where somebody wants it.
    if (queue.wanted) await refused;
    await Promise.all([refused, runner.close()]);
  };
  return {
    manifest,
    words,
    pid: () => runner.pid(),
    busy: () => queue.busy,
    status: () => ({
      ...runner.status(),
      queued: queue.length,
      imagePasses: images.passes,
      textPasses: texts.passes + prompts.passes,
      featureCacheBytes: stores.features.bytes(),
      textCacheBytes: stores.texts.bytes(),
    }),
    ready: () => runner.ready(),
    encodeImage: images.encode.bind(images),
    encodeTexts: texts.encode.bind(texts),
    encodePrompts: prompts.encode.bind(prompts),
    runGraph: graphs.run.bind(graphs),
    close: () => (closing ??= close()),
  };
}
