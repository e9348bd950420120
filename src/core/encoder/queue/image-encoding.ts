import { DenseqlError } from '../../errors.js';
import { heard } from '../../heard.js';
import { OneAtATime } from '../../one-at-a-time.js';
import type { Operation } from '../../operation.js';
import type { PackManifest } from '../../packs/manifest.js';
import { scopedKey } from '../../scope.js';
import { findKept } from '../store/find.js';
import { packId } from '../contract/pack-id.js';
import type { Store } from '../store/store.js';
import { checkSize } from './check-size.js';
import type { EncodeImageRequest, EncodeImageResult, PassFeatures } from '../contract/encoder.js';
import { createFeatures } from './features.js';
import type { JobAnswer, JobSpec } from './job.js';
import type { EncoderQueue } from './encoder-queue.js';
import type { Work } from '../contract/work.js';

/** Pictures to features: out of the cache, or by a pass that equal requests share. */
export class ImageEncoding {
  passes = 0;
  private readonly admissions = new OneAtATime<string>();

  /** @param store of features, by keys that begin with the pack's id; other encoders may share it */
  constructor(
    private readonly queue: EncoderQueue,
    private readonly manifest: PackManifest,
    private readonly store: Store<PassFeatures>,
  ) {}

  async encode(request: EncodeImageRequest, operation: Operation): Promise<EncodeImageResult> {
    checkSize(request.width, request.height, this.manifest);
    // Within a scope: whoever has a picture must not learn whether others have asked about it.
    const key = `${packId(this.manifest)}:${scopedKey(operation.scope, request.key)}`;
    const jobKey = `image:${key}`;
    const known = (await findKept(this.store, [key], () => this.queue.has(jobKey))).get(key);
    if (known !== undefined) {
      operation.tally.cacheHits++;
      return { features: known, encoderRuns: 0, cacheHit: true };
    }
    const { value, started } = await this.submit(this.job(jobKey, key, request), operation);
    if (started) operation.tally.encoderRuns++;
    return { features: value, encoderRuns: started ? 1 : 0, cacheHit: false };
  }

  /** Queues a pass that was counted, or joins equal work, which costs none. Equal requests are looked at in turn: one of them is counted. */
  private async submit(job: JobSpec<PassFeatures>, operation: Operation): Promise<JobAnswer<PassFeatures>> {
    const admitted = await this.admissions.run(job.key, async () => {
      const joins = this.queue.has(job.key);
      if (!joins) await operation.takePasses(1);
      const answer = heard(this.queue.submit(job, operation));
      // Refused there, e.g. OVERLOADED.
      if (!joins && !this.queue.has(job.key)) await operation.returnPasses(1);
      // Wrapped: the next in turn must not wait for the pass itself.
      return { answer };
    });
    return admitted.answer;
  }

  private job(jobKey: string, key: string, request: EncodeImageRequest): JobSpec<PassFeatures> {
    const { width, height } = request;
    const bytes = width * height * 3;
    return {
      key: jobKey,
      bytes,
      stage: 'encode',
      batch: `${width}x${height}`,
      prepare: async (): Promise<Work> => {
        const pixels = await request.pixels();
        if (pixels.length === bytes) return { type: 'image', pixels, width, height };
        throw new DenseqlError('BAD_IMAGE', `The picture decoded to ${pixels.length} bytes; ${width} x ${height} x 3 = ${bytes} expected.`);
      },
      finish: (result) => {
        this.passes++;
        // Methods see the features' key; the scope is nobody's business but the host's.
        const features = createFeatures(`${packId(this.manifest)}:${request.key}`, request, result, this.manifest);
        this.store.set(key, features).catch(() => undefined);
        return features;
      },
    };
  }
}
