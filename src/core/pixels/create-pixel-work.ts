import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Piscina } from 'piscina';
// Before any worker does: on some glibc systems the first load inside a thread fails ("Module did not self-register").
import 'sharp';
import type { Config } from '../config.js';
import { DenseqlError, type ErrorCode } from '../errors.js';
import type { Operation } from '../operation.js';
import { createDecide } from './decide.js';
import type { JobAnswer, JobInput, JobKind, JobMessage, JobOutput } from './messages.js';
import { PixelQueue } from './pixel-queue.js';
import type { PixelWork } from './pixel-work.js';
import { sharePicture } from './shared.js';

export interface PixelWorkOptions {
  readonly config: Pick<Config, 'PIXEL_THREADS' | 'PIXEL_QUEUE'>;
  /** Told about threads that died; pino fits. */
  readonly log?: { error(fields: object, message: string): void };
}

/** Starts the pool of {@link PixelWork}: PIXEL_THREADS worker threads, at most PIXEL_QUEUE jobs waiting. */
export function createPixelWork({ config, log }: PixelWorkOptions): PixelWork {
  const threads = config.PIXEL_THREADS;
  const pool = new Piscina({
    ...workerEntry(),
    // An idle thread goes, and with it the pictures that its heap would hold until its next work; starting one takes about as long as a small job.
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: 30_000,
    // The queue in front of it never hands out more than there are threads.
    maxQueue: threads,
  });
  pool.on('error', (error: unknown) => log?.error({ err: error }, 'A pixel worker failed'));
  const queue = new PixelQueue(threads, config.PIXEL_QUEUE);

  function run<Kind extends JobKind>(kind: Kind, input: JobInput<Kind>, operation: Operation): Promise<JobOutput<Kind>> {
    return queue.add(operation, async (stop) => {
      const message: JobMessage<Kind> = { kind, input, stop };
      const answer = (await pool.run(message)) as JobAnswer<Kind>;
      if (!answer.ok) throw new DenseqlError(answer.error.code as ErrorCode, answer.error.message, answer.error.details);
      operation.addTiming('pixels', answer.milliseconds);
      return answer.value;
    });
  }

  return {
    run,
    share: sharePicture,
    ...createDecide({ run, share: sharePicture }, threads),
    async close() {
      await queue.close();
      await pool.destroy();
    },
  };
}

/** The worker beside this file: compiled, or TypeScript through tsx when this itself runs from source. */
function workerEntry(): { filename: string; execArgv?: string[] } {
  if (!import.meta.url.endsWith('.ts')) return { filename: fileURLToPath(new URL('./worker.js', import.meta.url)) };
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  return { filename: fileURLToPath(new URL('./worker.ts', import.meta.url)), execArgv: ['--import', tsx] };
}
