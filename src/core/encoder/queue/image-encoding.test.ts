import { describe, expect, it } from 'vitest';
import { ANYBODY, type Client } from '../../client.js';
import { DenseqlError } from '../../errors.js';
import { Operation } from '../../operation.js';
import type { PackManifest } from '../../packs/manifest.js';
import type { Store } from '../store/store.js';
import type { EncodeImageRequest, PassFeatures } from '../contract/encoder.js';
import type { EncoderQueue } from './encoder-queue.js';
import { ImageEncoding } from './image-encoding.js';
import type { JobAnswer, JobSpec } from './job.js';

const manifest = { name: 'some', revision: '1', image: { sizeMultiple: 16, maxSide: 64 } } as unknown as PackManifest;
const empty: Store<PassFeatures> = { get: async (keys) => keys.map(() => undefined), set: async () => undefined, bytes: () => 0 };
const picture = (key: string): EncodeImageRequest => ({
  key,
  width: 16,
  height: 16,
  frame: { x: 0, y: 0, width: 16, height: 16 },
  pixels: async () => new Uint8Array(768),
});

/** A queue that keeps what it takes until `finish`, and refuses what comes while it is `full`. */
function slowQueue() {
  const waiting = new Map<string, (answer: JobAnswer<unknown>) => void>();
  const joined = new Map<string, Promise<JobAnswer<unknown>>>();
  const queue = {
    full: false,
    has: (key: string) => joined.has(key),
    async submit({ key }: JobSpec<unknown>) {
      if (!joined.has(key)) {
        if (queue.full) throw new DenseqlError('OVERLOADED', 'full', { retryAfterMs: 1 });
        joined.set(key, new Promise((resolve) => waiting.set(key, resolve)));
      }
      return joined.get(key)!;
    },
  };
  const finish = (): void => waiting.forEach((resolve) => resolve({ value: {}, started: true }));
  return { queue, finish, queued: () => joined.size };
}

/** A client whose allowance takes its time, as one that servers share does. */
function counting(allowed: number) {
  const taken = { now: 0, asked: 0 };
  const client: Client = {
    ...ANYBODY,
    async takePasses(count) {
      taken.asked++;
      await new Promise(setImmediate);
      if (taken.now + count > allowed) throw new DenseqlError('RATE_LIMITED', 'used up', { retryAfterMs: 5 });
      taken.now += count;
    },
    async returnPasses(count) {
      taken.now -= count;
    },
  };
  const operation = () => new Operation('test', new AbortController().signal, Infinity, { passes: 9, texts: 1, maskPixels: 1 }, client);
  return { taken, operation };
}

describe('a pass', () => {
  it('is taken from what the client may ask before it is queued; equal requests share it, of one operation or of two', async () => {
    const { queue, finish, queued } = slowQueue();
    const images = new ImageEncoding(queue as unknown as EncoderQueue, manifest, empty);
    const { taken, operation } = counting(1);
    const one = operation();
    const shared = [images.encode(picture('a'), one), images.encode(picture('a'), one), images.encode(picture('a'), operation())];
    await expect(images.encode(picture('b'), one)).rejects.toMatchObject({ code: 'RATE_LIMITED', details: { retryAfterMs: 5 } });
    expect([queued(), taken.now, taken.asked]).toEqual([1, 1, 2]);
    finish();
    await Promise.all(shared);
  });

  it('that was refused leaves what the operation may ask as it was', async () => {
    const { queue } = slowQueue();
    const images = new ImageEncoding(queue as unknown as EncoderQueue, manifest, empty);
    const { operation } = counting(0);
    const one = operation();
    for (let i = 0; i < 20; i++) await expect(images.encode(picture(`${i}`), one)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  });

  it('that the queue does not take is given back', async () => {
    const { queue, queued } = slowQueue();
    const images = new ImageEncoding(queue as unknown as EncoderQueue, manifest, empty);
    const { taken, operation } = counting(1);
    queue.full = true;
    for (let i = 0; i < 20; i++) await expect(images.encode(picture('a'), operation())).rejects.toMatchObject({ code: 'OVERLOADED' });
    expect([queued(), taken.now]).toEqual([0, 0]);
  });
});
