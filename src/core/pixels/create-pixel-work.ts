import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { LRUCache } from 'lru-cache';
import { Piscina } from 'piscina';
// Before any worker does: on some glibc systems the first load inside a thread fails ("Module did not self-register").
import 'sharp';
import type { Config } from '../config.js';
import { DenseqlError, badInput, type ErrorCode } from '../errors.js';
import { AreaCounter } from '../geometry/areas.js';
import { fitWithin, type Box, type Size } from '../geometry/box.js';
import { toOriginal } from '../geometry/polygons.js';
import type { SourcePicture } from '../images/picture.js';
import type { Operation } from '../operation.js';
import { JobQueue } from './job-queue.js';
import type { JobAnswer, JobKind, JobMessage, Jobs } from './jobs.js';
import type { DecideRequest, LabelPixels, PixelWork } from './pixel-work.js';
import { shareMaps, sharePicture } from './shared.js';

export interface PixelWorkOptions {
  readonly config: Pick<Config, 'PIXEL_THREADS' | 'PIXEL_QUEUE' | 'MAX_PIXELS'>;
  /** Told about threads that died; pino fits. */
  readonly log?: { error(fields: object, message: string): void };
}

/** Bands thinner than this cost more in the rows that they share than another thread gains. */
const LEAST_BAND = 96;
/** Lumas kept for further fields about the same picture. */
const GUIDE_BYTES = 16 * 1024 * 1024;

/** Starts the pool of {@link PixelWork}: PIXEL_THREADS worker threads, at most PIXEL_QUEUE jobs waiting. */
export function createPixelWork({ config, log }: PixelWorkOptions): PixelWork {
  const threads = config.PIXEL_THREADS;
  const pool = new Piscina({
    ...workerEntry(),
    minThreads: Math.min(2, threads),
    maxThreads: threads,
    idleTimeout: 60_000,
    // The queue in front of it never hands out more than there are threads.
    maxQueue: threads,
  });
  pool.on('error', (error: unknown) => log?.error({ err: error }, 'A pixel worker failed'));
  const queue = new JobQueue(threads, config.PIXEL_QUEUE);

  function run<Kind extends JobKind>(kind: Kind, input: Jobs[Kind]['in'], operation: Operation): Promise<Jobs[Kind]['out']> {
    return queue.add(operation, async (stop) => {
      const message: JobMessage<Kind> = { kind, input, stop };
      const answer = (await pool.run(message)) as JobAnswer<Kind>;
      if (!answer.ok) throw new DenseqlError(answer.error.code as ErrorCode, answer.error.message, answer.error.details);
      operation.addTiming('pixels', answer.milliseconds);
      return answer.value;
    });
  }

  const guides = new LRUCache<string, Uint8Array>({ maxSize: GUIDE_BYTES, sizeCalculation: (guide) => guide.length, max: 64 });

  /** Several fields of a query ask about one picture: its luma is decoded once. */
  async function guideOf(picture: SourcePicture, box: Box, size: Size, operation: Operation): Promise<Uint8Array> {
    const key = [picture.content, box.x, box.y, box.width, box.height, size.width, size.height].join();
    const known = guides.get(key);
    if (known) return known;
    const out = new Uint8Array(new SharedArrayBuffer(size.width * size.height));
    await run('luma', { picture: sharePicture(picture, config.MAX_PIXELS), box, size, out }, operation);
    guides.set(key, out);
    return out;
  }

  async function decide(request: DecideRequest, operation: Operation): Promise<LabelPixels> {
    const { box, labels, threshold, competes } = request;
    if (!(box.width > 0 && box.height > 0)) throw badInput('box', 'is empty.');
    const size = fitWithin(box, request.maxSize);
    const pixels = size.width * size.height;
    operation.reserveMaskPixels(labels * pixels);
    operation.throwIfOver();
    const data = new Uint16Array(new SharedArrayBuffer(2 * pixels));
    const guide = request.refine === 'GUIDED' ? await guideOf(request.picture, box, size, operation) : null;
    const maps = shareMaps(request.maps);
    const count = Math.max(1, Math.min(threads, Math.floor(size.height / LEAST_BAND)));
    const row = (i: number): number => Math.round((size.height * i) / count);
    const bands = Array.from({ length: count }, (_, i) => ({ first: row(i), end: row(i + 1) }));
    const records = await Promise.all(
      bands.map((band) => run('band', { maps, box, size, labels, threshold, competes, guide, band, data }, operation)),
    );
    const areas = records.reduce((sum, record) => sum.add(record), new AreaCounter(labels));
    return { box, ...size, data, ...areas.result() };
  }

  const plane = ({ data, width, height }: LabelPixels) => ({ data, width, height });
  const boundsOf = (pixels: LabelPixels, label: number) => {
    if (!Number.isInteger(label) || label < 1 || label > pixels.areas.length)
      throw badInput('label', `must be 1 to ${pixels.areas.length}.`);
    return pixels.bounds[label - 1] ?? null;
  };

  return {
    decide,
    rle: async (pixels, label, operation) => run('rle', { ...plane(pixels), label, bounds: boundsOf(pixels, label) }, operation),
    async polygons(pixels, label, operation) {
      const rings = await run('polygons', { ...plane(pixels), label, bounds: boundsOf(pixels, label) }, operation);
      return toOriginal(rings, pixels.width, pixels.height, pixels.box);
    },
    async maskPng(pixels, label, operation) {
      boundsOf(pixels, label);
      return run('maskPng', { ...plane(pixels), label }, operation);
    },
    labelMapPng: (pixels, operation) => run('labelMapPng', { ...plane(pixels), labels: pixels.areas.length }, operation),
    picture: (source, box, maxSize, format, operation) =>
      run('picture', { picture: sharePicture(source, config.MAX_PIXELS), box, maxSize, format }, operation),
    overlay({ source, pixels, names, scores, opacity, maxSize }, operation) {
      const picture = sharePicture(source, config.MAX_PIXELS);
      return run(
        'overlay',
        { picture, box: pixels.box, plane: plane(pixels), areas: pixels.areas, names, scores, opacity, maxSize },
        operation,
      );
    },
    densityOverlay: ({ source, maps, ...request }, operation) =>
      run('densityOverlay', { ...request, picture: sharePicture(source, config.MAX_PIXELS), maps: shareMaps(maps) }, operation),
    heatmap: (request, operation) => run('heatmap', { ...request, maps: shareMaps(request.maps) }, operation),
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
