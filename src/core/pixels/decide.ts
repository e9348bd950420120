import { LRUCache } from 'lru-cache';
import { badInput } from '../errors.js';
import { AreaCounter } from '../geometry/areas.js';
import { fitWithin, type Box, type Size } from '../geometry/box.js';
import type { SourcePicture } from '../images/picture.js';
import { OnceAnOperation } from '../once.js';
import type { Operation } from '../operation.js';
import type { LabelPixels } from './label-pixels.js';
import type { DecideRequest, PixelWork } from './pixel-work.js';
import { shareMaps } from './shared.js';

/** Bands thinner than this cost more in the rows that they share than another thread gains. */
const LEAST_BAND = 96;
/** Lumas kept for further fields about the same picture. */
const GUIDE_BYTES = 16 * 1024 * 1024;

/** Makes {@link PixelWork.decide} and {@link PixelWork.guide} of single jobs, at most `threads` of a decision side by side. */
export function createDecide({ run, share }: Pick<PixelWork, 'run' | 'share'>, threads: number): Pick<PixelWork, 'decide' | 'guide'> {
  const guides = new LRUCache<string, Uint8Array>({ maxSize: GUIDE_BYTES, sizeCalculation: (guide) => guide.length, max: 64 });

  /** On their way: who asks meanwhile waits for the same. */
  const making = new OnceAnOperation<Uint8Array>();

  /** Several fields of a query ask about one picture: its luma is decoded once. */
  async function guideOf(picture: SourcePicture, box: Box, size: Size, operation: Operation): Promise<Uint8Array> {
    const key = [operation.scope, picture.content, box.x, box.y, box.width, box.height, size.width, size.height].join();
    return (
      guides.get(key) ??
      making.get(operation, key, async () => {
        operation.take('decodes', 1);
        const out = new Uint8Array(new SharedArrayBuffer(size.width * size.height));
        await run('luma', { picture: share(picture), box, size, out }, operation);
        guides.set(key, out);
        return out;
      })
    );
  }

  async function decide(request: DecideRequest, operation: Operation): Promise<LabelPixels> {
    const { box, labels, threshold, competes } = request;
    if (!(box.width > 0 && box.height > 0)) throw badInput('box', 'is empty.');
    const size = fitWithin(box, request.maxSize);
    const pixels = size.width * size.height;
    operation.take('maskPixels', labels * pixels);
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

  return {
    decide,
    guide: async (picture, box, maxSize, operation) => void (await guideOf(picture, box, fitWithin(box, maxSize), operation)),
  };
}
