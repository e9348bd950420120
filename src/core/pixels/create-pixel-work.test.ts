import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { differences } from '../../../test/fixtures/pictures/fixtures.js';
import type { DenseqlError } from '../errors.js';
import { EXACT, toOriginal } from '../geometry/polygons.js';
import { decodeRle } from '../../client/read/rle.js';
import { decodeRgb } from '../images/decode.js';
import { sharp } from '../sharp.js';
import { Operation } from '../operation.js';
import { ANYBODY } from '../client.js';
import { createPixelWork } from './create-pixel-work.js';
import { createDecide } from './decide.js';
import { oneLabel, planeOf } from './label-pixels.js';
import type { DecideRequest, PixelWork } from './pixel-work.js';
import { shareMaps } from './shared.js';

let work: PixelWork;
beforeAll(() => void (work = createPixelWork({ config: { PIXEL_THREADS: 2, PIXEL_QUEUE: 64 } })));
afterAll(() => work.close());

const operation = (signal = new AbortController().signal, milliseconds = 60_000, maxMaskPixels = 1e9, client = ANYBODY) =>
  new Operation('test', signal, performance.now() + milliseconds, { passes: 1, texts: 1, maskPixels: maxMaskPixels }, client);

/** White left, black right of `edge`. */
async function halves(width: number, height: number, edge: number) {
  const data = Buffer.alloc(3 * width * height);
  for (let i = 0; i < width * height; i++) if (i % width < edge) data.fill(255, 3 * i, 3 * i + 3);
  const bytes = await sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
  return { content: `halves ${width} ${height} ${edge}`, bytes, width, height, mediaType: 'image/png' };
}

/** Two labels on a grid of 8 x 6 cells: the first on the left four columns. */
function request(picture: DecideRequest['picture'], more: Partial<DecideRequest> = {}): DecideRequest {
  const { width, height } = picture;
  const frame = { x: 0, y: 0, width, height };
  const data = Float32Array.from({ length: 96 }, (_, i) => (i % 8 < 4 === i < 48 ? 0.9 : 0.1));
  const maps = { channels: 2, rows: 6, columns: 8, data, frame };
  return { picture, box: frame, maxSize: 1024, maps, labels: 2, competes: [true, true], threshold: 0.2, refine: 'GUIDED', ...more };
}

const EXACTLY = { tolerance: EXACT, minPixels: 0 };
const columnsOf = (data: Uint16Array, width: number, row: number) => [...data.subarray(row * width, (row + 1) * width)];

describe('decide', () => {
  it('moves a bilinear edge to the edge of the picture', async () => {
    const picture = await halves(160, 120, 86);
    const plain = await work.decide(request(picture, { refine: 'BILINEAR' }), operation());
    const guided = await work.decide(request(picture), operation());
    expect(columnsOf(plain.data, 160, 60).lastIndexOf(1)).toBe(79);
    expect(columnsOf(guided.data, 160, 60).lastIndexOf(1)).toBe(85);
    expect(guided.data.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(guided.areas.reduce((a, b) => a + b)).toBe(160 * 120);
    expect(guided.bounds[0]).toEqual({ x: 0, y: 0, width: 86, height: 120 });
  });

  it('makes the guide of a picture once, for who asked ahead and for all who ask meanwhile', async () => {
    const picture = await halves(160, 120, 86);
    const jobs: string[] = [];
    const { decide, guide } = createDecide(
      { share: (shared) => work.share(shared), run: (kind, ...job) => (jobs.push(kind), work.run(kind, ...job)) },
      1,
    );
    const asker = operation();
    const { box, maxSize } = request(picture);
    const [, one, other] = await Promise.all([
      guide(picture, box, maxSize, asker),
      decide(request(picture), asker),
      decide(request(picture), asker),
    ]);
    expect(jobs.filter((kind) => kind === 'luma')).toHaveLength(1);
    expect(one.data).toEqual(other.data);
  });

  it('keeps the guide of a picture for further fields, of each scope apart', async () => {
    const picture = await halves(160, 120, 86);
    const jobs: string[] = [];
    const { decide } = createDecide(
      { share: (shared) => work.share(shared), run: (kind, ...job) => (jobs.push(kind), work.run(kind, ...job)) },
      1,
    );
    for (const scope of ['a', 'a', 'b', ''])
      await decide(request(picture), operation(undefined, undefined, undefined, { ...ANYBODY, scope }));
    expect(jobs).toEqual(['luma', 'band', 'band', 'luma', 'band', 'luma', 'band']);
  });

  it('gives the same pixels whatever the number of threads', async () => {
    const picture = await halves(160, 400, 86);
    const single = createPixelWork({ config: { PIXEL_THREADS: 1, PIXEL_QUEUE: 64 } });
    const [one, two] = await Promise.all([single.decide(request(picture), operation()), work.decide(request(picture), operation())]);
    await single.close();
    expect(Buffer.compare(Buffer.from(one.data.buffer as ArrayBuffer), Buffer.from(two.data.buffer as ArrayBuffer))).toBe(0);
    expect(one.areas).toEqual(two.areas);
  });

  it('gives background, what stays below the threshold and what does not compete to nothing', async () => {
    const picture = await halves(80, 60, 40);
    const background = await work.decide(request(picture, { labels: 1, competes: [true] }), operation());
    expect(new Set(columnsOf(background.data, 80, 30))).toEqual(new Set([0, 1]));
    const quiet = await work.decide(request(picture, { competes: [false, true] }), operation());
    expect(quiet.areas[0]).toBe(0);
    const none = await work.decide(request(picture, { threshold: 0.95 }), operation());
    expect(none).toMatchObject({ areas: [0, 0], bounds: [null, null] });
    expect(await work.run('rle', oneLabel(none, 1), operation())).toBe(
      (await import('../geometry/rle.js')).encodeRle(none.data, 80, 60, 1).counts,
    );
    expect(await work.run('polygons', { ...oneLabel(none, 2), ...EXACTLY }, operation())).toEqual([]);
  });

  it('covers a box with fractions at the border, and the smallest and longest pictures', async () => {
    const picture = await halves(80, 60, 40);
    const part = await work.decide(request(picture, { box: { x: 60.3, y: 40.7, width: 19.7, height: 19.3 }, maxSize: 10 }), operation());
    expect([part.width, part.height]).toEqual([10, 10]);
    for (const [width, height] of [
      [1, 1],
      [1, 4000],
      [3000, 2],
    ] as const) {
      const thin = await work.decide(request(await halves(width, height, 1)), operation());
      expect(Math.max(thin.width, thin.height)).toBe(Math.min(1024, Math.max(width, height)));
      expect(thin.areas[0]! + thin.areas[1]!).toBe(thin.width * thin.height);
    }
  });

  it('lets 128 labels compete', async () => {
    const picture = await halves(160, 120, 80);
    const data = new Float32Array(128 * 192);
    for (let i = 0; i < 192; i++) data[(i % 128) * 192 + i] = 1;
    const maps = { channels: 128, rows: 12, columns: 16, data, frame: { x: 0, y: 0, width: 160, height: 120 } };
    const many = await work.decide(request(picture, { maps, labels: 128, competes: Array<boolean>(128).fill(true) }), operation());
    expect(many.areas.every((area) => area > 0)).toBe(true);
  });
});

describe('what is made of labels', () => {
  it('agrees with itself: RLE, mask, label map, polygons', async () => {
    const picture = await halves(160, 120, 86);
    const pixels = await work.decide(request(picture, { box: { x: 20, y: 10, width: 120, height: 100 } }), operation());
    const { data: mask } = decodeRle({
      size: [pixels.height, pixels.width],
      counts: await work.run('rle', oneLabel(pixels, 1), operation()),
    });
    expect(mask).toEqual(Uint8Array.from(pixels.data, (label) => (label === 1 ? 1 : 0)));
    const png = await work.run('maskPng', oneLabel(pixels, 1), operation());
    expect(png).toMatchObject({ width: 120, height: 100, mediaType: 'image/png' });
    const read = await sharp(png.bytes).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
    expect(read.info.channels).toBe(1);
    expect([...read.data].every((value, i) => value === 255 * mask[i]!)).toBe(true);
    const map = await work.run('labelMapPng', { ...planeOf(pixels), labels: pixels.areas.length }, operation());
    expect(await sharp(map.bytes).metadata()).toMatchObject({ width: 120, height: 100, isPalette: true });
    const outlines = await work.run('polygons', { ...oneLabel(pixels, 1), ...EXACTLY }, operation());
    const rings = toOriginal(outlines, pixels.width, pixels.height, pixels.box);
    expect(rings).toHaveLength(1);
    expect(Math.max(...rings[0]!.map((point) => point.x))).toBeCloseTo(86, 0);
    expect(Math.min(...rings[0]!.map((point) => point.x))).toBe(20);
  });

  it('refuses a label that is not there', async () => {
    const pixels = await work.decide(request(await halves(8, 8, 4)), operation());
    await expect((async () => work.run('rle', oneLabel(pixels, 3), operation()))()).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });
});

describe('pictures', () => {
  it('are upright, cut, fitted and never enlarged', async () => {
    const upright = await halves(40, 20, 10);
    const bytes = await sharp(upright.bytes).rotate(270).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const turned = { content: 'turned', bytes, width: 40, height: 20, mediaType: 'image/jpeg' };
    const picture = work.share(turned);
    const cut = await work.run(
      'picture',
      { picture, box: { x: 0, y: 0, width: 20, height: 20 }, maxSize: 1000, format: 'PNG' },
      operation(),
    );
    expect(cut).toMatchObject({ width: 20, height: 20, mediaType: 'image/png' });
    const rgb = await sharp(cut.bytes).raw().toBuffer();
    expect(rgb[0]).toBeGreaterThan(200);
    expect(rgb[3 * 18]).toBeLessThan(60);
    for (const format of ['JPEG', 'WEBP'] as const) {
      const small = await work.run('picture', { picture, box: { x: 0, y: 0, width: 40, height: 20 }, maxSize: 10, format }, operation());
      expect(small).toMatchObject({ width: 10, height: 5, mediaType: `image/${format.toLowerCase()}` });
      expect((await sharp(small.bytes).metadata()).format).toBe(format.toLowerCase());
    }
  });

  it('are flat: what transparency hides is in none of them', async () => {
    // Left half hidden red, right half see-through blue.
    const data = Buffer.alloc(4 * 40 * 20);
    for (let i = 0; i < 800; i++) data.set(i % 40 < 20 ? [255, 0, 0, 0] : [0, 0, 255, 128], 4 * i);
    const bytes = await sharp(data, { raw: { width: 40, height: 20, channels: 4 } })
      .png()
      .toBuffer();
    const source = { content: 'hidden', bytes, width: 40, height: 20, mediaType: 'image/png' };
    const picture = work.share(source);
    const box = { x: 0, y: 0, width: 40, height: 20 };
    for (const maxSize of [40, 10]) {
      const size = { width: maxSize, height: maxSize / 2 };
      const seen = await decodeRgb(source, { ...size, kernel: 'lanczos3' });
      for (const format of ['PNG', 'WEBP', 'JPEG'] as const) {
        const made = await work.run('picture', { picture, box, maxSize, format }, operation());
        const { data: drawn, info } = await sharp(made.bytes).raw().toBuffer({ resolveWithObject: true });
        expect([info.channels, info.width]).toEqual([3, maxSize]);
        expect(differences(drawn, seen).max).toBeLessThanOrEqual(format === 'PNG' ? 0 : 60);
        expect(differences(drawn.subarray(0, 9), Buffer.alloc(9, 255)).max).toBeLessThanOrEqual(8);
        expect(differences(drawn.subarray(-9), Buffer.from([127, 127, 255, 127, 127, 255, 127, 127, 255])).max).toBeLessThanOrEqual(8);
      }
    }
  });

  it('draws heatmaps between min and max', async () => {
    const maps = { channels: 1, rows: 1, columns: 2, data: Float32Array.of(0, 1), frame: { x: 0, y: 0, width: 20, height: 10 } };
    const input = { maps: shareMaps(maps), channel: 0, box: maps.frame, min: 0, max: 1, colormap: 'GRAY', maxSize: 100 } as const;
    const made = await work.run('heatmap', input, operation());
    expect(made).toMatchObject({ width: 20, height: 10 });
    const rgb = await sharp(made.bytes).raw().toBuffer();
    expect([rgb[0], rgb[59]]).toEqual([0, 255]);
  });

  it('draws overlays of any shape, with labels in any script', async () => {
    const names = ['a <b> & c', '日本語 😀', '\ud800\u0000\n', 'x'.repeat(200), ''];
    for (const [width, height] of [
      [1, 1],
      [60, 40],
      [1, 900],
      [900, 30],
    ] as const) {
      const source = await halves(width, height, Math.ceil(width / 2));
      const pixels = await work.decide(request(source), operation());
      const [picture, areas] = [work.share(source), [...pixels.areas, 0, 0, 0]];
      const input = { picture, box: pixels.box, plane: planeOf(pixels), areas, names, scores: [0.9, NaN], opacity: 0.6, maxSize: 1024 };
      const made = await work.run('overlay', input, operation());
      expect(await sharp(made.bytes).metadata()).toMatchObject({ format: 'jpeg', width: made.width, height: made.height });
      expect(made.width).toBe(Math.max(300, width));
      expect(made.height).toBeGreaterThan(height);
    }
  });
});

describe('limits', () => {
  const failure = (promise: Promise<unknown>): Promise<DenseqlError> =>
    promise.then(
      () => Promise.reject(new Error('no error')),
      (error: DenseqlError) => error,
    );

  it('keeps code, message and details of an error over the thread boundary', async () => {
    const broken = { ...(await halves(20, 20, 10)), content: 'broken', bytes: Buffer.from('no picture') };
    const input = { picture: work.share(broken), box: { x: 0, y: 0, width: 20, height: 20 }, maxSize: 20, format: 'JPEG' } as const;
    const error = await failure(work.run('picture', input, operation()));
    expect(error).toMatchObject({ code: 'BAD_IMAGE', name: 'DenseqlError' });
  });

  it('counts mask pixels before work', async () => {
    const error = await failure(work.decide(request(await halves(100, 100, 10)), operation(undefined, 60_000, 19_999)));
    expect(error).toMatchObject({ code: 'LIMIT_EXCEEDED', details: { asked: 20_000, allowed: 19_999 } });
  });

  it('answers CANCELLED and DEADLINE_EXCEEDED, and goes on working', async () => {
    const picture = await halves(900, 900, 450);
    const leaving = new AbortController();
    const job = failure(work.decide(request(picture), operation(leaving.signal)));
    leaving.abort();
    expect(await job).toMatchObject({ code: 'CANCELLED' });
    expect(await failure(work.decide(request(picture), operation(undefined, 0)))).toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    const after = operation();
    await work.decide(request(picture), after);
    expect(after.tally.timings.pixels).toBeGreaterThan(0);
  });
});
