import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyTiny } from '../fixtures/packs/copy-tiny.js';
import { addGraph } from './add-graph.js';
import { imageAsker } from './ask-image.js';
import { asData, painted } from './pictures.js';
import { startTiny } from './tiny-server.js';
import type { TinyServer } from './tiny-server.js';
import { COUNT, countGraph } from './tiny-with-heads.js';

const PATCH = 28;

/** The tiny pack with a counting head that is fed what every head is; `broken`: NaN. */
async function withHead(folder: string, name: string, broken = false): Promise<string> {
  const pack = await copyTiny(folder, name, { heads: { 'clip-ebc': { ...COUNT, maxCount: 150 } } });
  await addGraph(pack, COUNT.graph, countGraph(broken ? NaN : 1, true));
  return pack;
}

let models: string;
let server: TinyServer;
let source: { data: string };

/** Red squares of one patch on white, where a 448 px picture has its 16 x 16 patches. */
const squares = (places: readonly (readonly [column: number, row: number])[], color = '#ff0000') =>
  places.map(([column, row]) => ({ x: column * PATCH, y: row * PATCH, width: PATCH, height: PATCH, color }));
const RED = [
  [1, 1],
  [4, 2],
  [9, 3],
  [14, 14],
  [2, 12],
] as const;
const BLUE = Array.from({ length: 40 }, (_, i) => [1 + (i % 10), 5 + Math.floor(i / 10)] as const);

beforeAll(async () => {
  models = await mkdtemp(join(tmpdir(), 'denseql-count-'));
  const own = await withHead(models, 'counting');
  await withHead(models, 'broken', true);
  await copyTiny(models, 'headless', { heads: {} });
  server = await startTiny({ PACK: own, MODELS_DIR: models });
  source = asData(await painted(448, 448, '#ffffff', [...squares(RED), ...squares(BLUE, '#0000ff')]));
});
afterAll(async () => {
  await server.close();
  await rm(models, { recursive: true });
});

const { image, ask } = imageAsker(() => ({ server, source }));

describe('a count by a head', () => {
  it('follows the label that was asked for, whatever else is asked and in whatever order', async () => {
    const one = await ask('count(of: "red") { of total score saturated uncertainty meta { method plugin form pack } }');
    expect(one.count).toMatchObject({ of: 'red', saturated: false });
    expect(one.count.total).toBeCloseTo(5, 3);
    expect(one.count.uncertainty).toBeLessThan(0.1);
    expect(one.count.meta).toEqual({ method: 'clipEbc', plugin: 'clip-ebc', form: 'CLIP-EBC head, blocks of 1 patch', pack: 'counting' });
    const all = await ask(
      'none: count(of: "green") { total score points { x } } many: count(of: "blue") { total } red: count(of: " red ") { of total score }',
    );
    expect(all.none).toMatchObject({ total: 0, points: [] });
    expect(all.none.score).toBeLessThan(0.5);
    expect(all.many.total).toBeCloseTo(40, 3);
    expect(all.red).toMatchObject({ of: 'red', total: one.count.total, score: one.count.score });
  });

  it('gives density, points and an overlay in the frame of the original', async () => {
    const { count } = await ask(
      'count(of: "red") { density { width height max box { x y width height } values } points { x y } few: points(limit: 2) { x } overlay(maxSize: 224) { width height mediaType dataUri } }',
    );
    expect(count.density).toMatchObject({ width: 16, height: 16, box: { x: 0, y: 0, width: 448, height: 448 } });
    expect(count.density.values.reduce((a: number, b: number) => a + b)).toBeCloseTo(5, 3);
    expect(count.density.values[1 * 16 + 1]).toBeCloseTo(1, 3);
    const places = count.points.map(({ x, y }: { x: number; y: number }) => [Math.floor(x / PATCH), Math.floor(y / PATCH)]);
    expect(places.sort()).toEqual([...RED].sort());
    expect(count.few).toHaveLength(2);
    expect(count.overlay).toMatchObject({ width: 300, mediaType: 'image/jpeg' });
    const { width, height } = await sharp(Buffer.from(count.overlay.dataUri.split(',')[1], 'base64')).metadata();
    expect([width, height]).toEqual([300, count.overlay.height]);
  });

  it('of regions sums to the picture’s, without another pass, and agrees with a batch', async () => {
    const halves = '{ box { x } count(of: "blue") { total meta { encoderRuns } } }';
    const parts = await ask(
      `left: region(box: { x: 0, y: 0, width: 131, height: 448 }) ${halves} right: region(box: { x: 131, y: 0, width: 317, height: 448 }) ${halves}`,
    );
    expect(parts.left.count.total + parts.right.count.total).toBeCloseTo(40, 3);
    expect(parts.left.count.meta.encoderRuns).toBe(0);
    const { body } = await server.query(
      'query ($sources: [ImageSource!]!) { images(sources: $sources) { ... on Image { count(of: "blue") { total } } ... on Problem { code } } }',
      { sources: [source, { sample: 'nowhere' }, source] },
    );
    expect(body.data.images).toEqual([
      { count: { total: expect.closeTo(40, 3) } },
      { code: 'UNKNOWN_SAMPLE' },
      { count: { total: expect.closeTo(40, 3) } },
    ]);
  });

  it('by tiles costs their passes, and counts what lies in two of them once', async () => {
    const fresh = asData(await painted(448, 448, '#ffffff', [{ x: 140, y: 140, width: 168, height: 168, color: '#ff0000' }]));
    const { count } = await ask(
      'count(of: "red", by: { clipEbc: { tiles: 2 } }) { total density { box { x width } } meta { encoderRuns } }',
      fresh,
    );
    expect(count.meta.encoderRuns).toBe(1 + 4);
    // A block of a tile is 256/448 of a block of the picture: the square of 168 px holds (168 / 16)^2 of them, less those its edge cuts.
    expect(count.total).toBeGreaterThan(10 ** 2 - 1);
    expect(count.total).toBeLessThan(12 ** 2);
    expect(count.density.box).toEqual({ x: 0, width: 448 });
    const zoomed = await ask('region(box: { x: 140, y: 140, width: 168, height: 168 }, zoom: true) { count(of: "red") { total } }', fresh);
    expect(zoomed.region.count.total).toBeCloseTo(16 * 16, 0);
  });
});

describe('a hostile count', () => {
  const code = async (...asked: Parameters<typeof image>) => {
    const { body } = await image(...asked);
    return body.errors?.map((error: { extensions: { code: string } }) => error.extensions.code) ?? body.data.image;
  };

  it('is refused with the argument’s name', async () => {
    const { body } = await image('count(of: "  ") { total }');
    expect(body.errors).toMatchObject([{ message: expect.stringMatching(/^of:/), extensions: { code: 'BAD_INPUT' } }]);
    expect(await code('count(of: "red", prompts: { synonyms: [{ label: "blue", texts: ["sky"] }] }) { total }')).toEqual(['BAD_INPUT']);
    expect(await code('count(of: "red", by: { clipEbc: { blockSize: 2 } }) { total }')).toEqual(['BAD_INPUT']);
    expect(await code('count(of: "red", by: { clipEbc: { tiles: 9 } }) { total }')).toEqual(['BAD_INPUT']);
    expect(await code('count(of: "red") { points(limit: 0) { x } }')).toEqual(['BAD_INPUT']);
    expect(await code('count(of: "red") { overlay(opacity: 2) { width } }')).toEqual(['BAD_INPUT']);
  });

  it('of too many tiles is refused before the first is encoded', async () => {
    const before = server.app.platform.encoder.status().imagePasses;
    const { body } = await image('count(of: "red", by: { clipEbc: { tiles: 8 } }) { total }');
    expect(body.errors).toMatchObject([{ extensions: { code: 'LIMIT_EXCEEDED', limit: 'MAX_PASSES' } }]);
    expect(server.app.platform.encoder.status().imagePasses - before).toBeLessThanOrEqual(1);
  });

  it('of one pixel, of an empty plate and of 2000 dots is answered', async () => {
    const pixel = await ask('count(of: "red") { total points { x y } density { width height } }', asData(await painted(1, 1, '#ff0000')));
    expect(pixel.count.points.every(({ x, y }: { x: number; y: number }) => x >= 0 && x <= 1 && y >= 0 && y <= 1)).toBe(true);
    const plate = await ask(
      'count(of: "red") { total score saturated points { x } overlay { width } }',
      asData(await painted(300, 200, '#ffffff')),
    );
    expect(plate.count).toMatchObject({ total: 0, saturated: false, points: [] });
    const dots = Array.from({ length: 2000 }, (_, i) => ({
      x: (i % 50) * 8,
      y: Math.floor(i / 50) * 8,
      width: 7,
      height: 7,
      color: '#ff0000',
    }));
    const crowd = await ask('count(of: "red") { total saturated }', asData(await painted(400, 320, '#ffffff', dots)));
    expect(crowd.count).toMatchObject({ saturated: true });
  });

  it('by a head that gives NaN fails alone, naming it', async () => {
    const { body } = await image('count(of: "red") { total } segmentation(labels: ["red"]) { segments { label } }', source, 'broken');
    expect(body.data.image).toEqual({ count: null, segmentation: { segments: [{ label: 'red' }] } });
    expect(body.errors).toMatchObject([
      { path: ['image', 'count'], message: expect.stringContaining('heads/count.onnx'), extensions: { code: 'PLUGIN_FAILED' } },
    ]);
  });

  it('on a pack without a head is training-free, and HEAD is unavailable', async () => {
    const free = await ask('count(of: "red") { total uncertainty meta { form } }', source, 'headless');
    expect(free.count).toEqual({ total: 5, uncertainty: null, meta: { form: 'training-free (stand-in)' } });
    const { body } = await image('count(of: "red", by: { clipEbc: { form: HEAD } }) { total }', source, 'headless');
    expect(body.errors).toMatchObject([{ path: ['image', 'count'], extensions: { code: 'PLUGIN_UNAVAILABLE' } }]);
  });
});
