import type { LRUCache } from 'lru-cache';
import { DenseqlError } from '../errors.js';
import type { Operation } from '../operation.js';
import type { PackManifest } from '../packs/manifest.js';
import { packId } from './caches.js';
import { checkSize } from './check-size.js';
import type { EncodeImageRequest, EncodeImageResult, Features } from './encoder.js';
import { createFeatures } from './features.js';
import type { JobSpec } from './queue/job.js';
import type { JobQueue } from './queue/job-queue.js';
import type { Work } from './work.js';

/** Pictures to features: out of the cache, or by a pass that equal requests share. */
export class ImageEncoding {
  passes = 0;

  /** @param cache of features, by keys that begin with the pack's id; other encoders may share it */
  constructor(
    private readonly queue: JobQueue,
    private readonly manifest: PackManifest,
    private readonly cache: LRUCache<string, Features>,
  ) {}

  async encode(request: EncodeImageRequest, operation: Operation): Promise<EncodeImageResult> {
    checkSize(request.width, request.height, this.manifest);
    const key = `${packId(this.manifest)}:${request.key}`;
    const known = this.cache.get(key);
    if (known !== undefined) {
      operation.cacheHits++;
      return { features: known, encoderRuns: 0, cacheHit: true };
    }
    const jobKey = `image:${key}`;
    if (!this.queue.has(jobKey)) operation.reservePasses(1);
    const { value, started } = await this.queue.submit(this.job(jobKey, key, request), operation);
    if (started) operation.encoderRuns++;
    return { features: value, encoderRuns: started ? 1 : 0, cacheHit: false };
  }

  private job(jobKey: string, key: string, request: EncodeImageRequest): JobSpec<Features> {
    const { width, height } = request;
    const bytes = width * height * 3;
    return {
      key: jobKey,
      bytes,
      stage: 'encode',
      prepare: async (): Promise<Work> => {
        const pixels = await request.pixels();
        if (pixels.length === bytes) return { type: 'image', pixels, width, height };
        throw new DenseqlError('BAD_IMAGE', `The picture decoded to ${pixels.length} bytes; ${width} x ${height} x 3 = ${bytes} expected.`);
      },
      finish: (result) => {
        this.passes++;
        const features = createFeatures(key, request, result, this.manifest);
        this.cache.set(key, features);
        return features;
      },
    };
  }
}
