import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadPack } from '../../src/core/packs/load-pack.js';
import { dots, plate } from './counted-pictures.js';
import { asData, painted, redAndBlue } from './pictures.js';
import { startTiny } from './tiny-server.js';
import type { TinyServer } from './tiny-server.js';
import { tinyWithHeads } from './tiny-with-heads.js';

const { heads } = (await loadPack('pocket')).manifest;
const trained = 'clip-ebc' in heads && 'denseclip' in heads;
const MAX_LABELS = 200;

let models: string;
let server: TinyServer;
beforeAll(async () => {
  models = await mkdtemp(join(tmpdir(), 'denseql-methods-'));
  const PACK = await tinyWithHeads(models, 'headed');
  await tinyWithHeads(models, 'nan', { count: NaN, logits: NaN });
  await tinyWithHeads(models, 'infinite', { count: Infinity, logits: Infinity });
  await tinyWithHeads(models, 'unsure', { scores: NaN });
  server = await startTiny({ PACK, MODELS_DIR: models, MAX_LABELS });
});
afterAll(async () => {
  await server.close();
  await rm(models, { recursive: true });
});

type Source = { readonly data: string } | { readonly sample: string };
interface Subject {
  /** Null: the tiny pack with heads of known answers. */
  readonly encoder: string | null;
  readonly labels: readonly [string, string, string, string];
  readonly picture: () => Promise<Source>;
}

const named = (labels: readonly string[], fields: string) =>
  `segmentation(labels: ${JSON.stringify(labels)}, by: { denseclip: {} }) { ${fields} }`;
const counted = (of: string, fields = 'total') => `count(of: ${JSON.stringify(of)}, by: { clipEbc: { form: HEAD } }) { ${fields} }`;
const asked = (encoder: string | null, picture: Source, fields: string) =>
  server.query(`query ($source: ImageSource!, $encoder: String) { image(source: $source, encoder: $encoder, detail: LOW) { ${fields} } }`, {
    source: picture,
    encoder,
  });
const answer = async (encoder: string | null, picture: Source, fields: string) => {
  const { body } = await asked(encoder, picture, fields);
  expect(body.errors).toBeUndefined();
  return { ...body.data.image, cost: body.extensions.denseql };
};

const floats = (base64: string): Float32Array => new Float32Array(Uint8Array.from(Buffer.from(base64, 'base64')).buffer);
const apart = (a: Float32Array, b: Float32Array): number => {
  expect(a.length).toBe(b.length);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
};
interface Asked {
  readonly label: string;
  readonly score: number;
  readonly coverage: number;
  readonly scoreMap: { readonly float32: string };
}
const SAME = 1e-6;
/** Every label of the second answer has its score and map in the first one; its pixels too, where the same labels competed for them. */
function agrees(first: readonly Asked[], second: readonly Asked[], competitors: boolean): void {
  for (const segment of second) {
    const { label } = segment;
    const other = first.find((each) => each.label === label)!;
    expect(Math.abs(other.score - segment.score), label).toBeLessThan(SAME);
    expect(apart(floats(other.scoreMap.float32), floats(segment.scoreMap.float32)), label).toBeLessThan(SAME);
    if (competitors) expect(Math.abs(other.coverage - segment.coverage), label).toBeLessThan(SAME);
  }
}

const subjects: [string, boolean, Subject][] = [
  [
    'heads of known answers',
    true,
    { encoder: null, labels: ['red', 'blue', 'green', 'white'], picture: async () => asData(await redAndBlue()) },
  ],
  [
    "pocket's trained heads",
    trained,
    { encoder: 'pocket', labels: ['fig', 'bowl', 'shadow', 'concrete'], picture: async () => ({ sample: 'fig-bowl' }) },
  ],
];

for (const [name, there, { encoder, labels, picture }] of subjects)
  describe.skipIf(!there)(`${name}: a hostile question`, () => {
    const [a, b] = labels;

    it('about one pixel is answered by both', async () => {
      const pixel = asData(await painted(1, 1, '#ff0000'));
      const { count, segmentation } = await answer(
        encoder,
        pixel,
        `${counted(a, 'total score points { x y }')} ${named(labels, 'segments { label score coverage }')}`,
      );
      expect(count.total).toBeGreaterThanOrEqual(0);
      expect(count.points.every(({ x, y }: { x: number; y: number }) => x >= 0 && x <= 1 && y >= 0 && y <= 1)).toBe(true);
      expect(segmentation.segments).toHaveLength(4);
      for (const { score, coverage } of segmentation.segments) {
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
        expect([0, 1]).toContain(coverage);
      }
    });

    it('without labels, with one twice or with too many is refused by name', async () => {
      const refusal = async (fields: string) => (await asked(encoder, await picture(), fields)).body.errors;
      const labelled = (all: readonly string[]) => refusal(named(all, 'segments { label }'));
      expect(await labelled([])).toMatchObject([{ message: expect.stringMatching(/^labels/), extensions: { code: 'BAD_INPUT' } }]);
      expect(await labelled([a, b, ` ${a} `])).toMatchObject([
        { message: expect.stringMatching(/^labels/), extensions: { code: 'BAD_INPUT' } },
      ]);
      const many = Array.from({ length: MAX_LABELS + 1 }, (_, i) => `label ${i}`);
      expect(await labelled(many)).toMatchObject([{ extensions: { code: 'LIMIT_EXCEEDED', limit: 'MAX_LABELS' } }]);
      expect(await refusal(counted(' '))).toMatchObject([{ message: expect.stringMatching(/^of/), extensions: { code: 'BAD_INPUT' } }]);
    });

    it(`of ${MAX_LABELS} labels is answered, each as when it is asked alone`, async () => {
      const source = await picture();
      const many = [...Array.from({ length: MAX_LABELS - 2 }, (_, i) => `label ${i}`), a, b];
      const fields = 'segments { label score coverage scoreMap { float32 } }';
      const all: Asked[] = (await answer(encoder, source, named(many, fields))).segmentation.segments;
      expect(all.map(({ label }) => label)).toEqual(many);
      agrees(all, (await answer(encoder, source, named([b], fields))).segmentation.segments, false);
    });

    it('about 2000 dots gets a finite number', async () => {
      const crowd = await dots(1000, 750, 2000, [255, 0, 0]);
      const { count } = await answer(encoder, crowd, counted('red', 'total uncertainty saturated density { max } points { x y }'));
      for (const value of [count.total, count.density.max]) expect(Number.isFinite(value)).toBe(true);
      expect(count.total).toBeGreaterThanOrEqual(0);
      expect(count.uncertainty === null || Number.isFinite(count.uncertainty)).toBe(true);
      expect(count.points.every(({ x, y }: { x: number; y: number }) => x >= 0 && x <= 1000 && y >= 0 && y <= 750)).toBe(true);
    });
  });

for (const [name, there, { encoder, labels, picture }] of subjects)
  describe.skipIf(!there)(`${name}: the same question`, () => {
    const [a, b] = labels;
    const fields = 'segments { label score coverage scoreMap { float32 } }';
    const both = `${counted(a)} ${named(labels, fields)}`;
    let source: Source;
    let base: { count: { total: number }; segmentation: { segments: Asked[] } };
    beforeAll(async () => {
      source = await picture();
      base = await answer(encoder, source, both);
    });
    const same = (given: typeof base): void => {
      expect(Math.abs(given.count.total - base.count.total)).toBeLessThan(SAME);
      agrees(base.segmentation.segments, given.segmentation.segments, true);
    };

    it('in another order, alone or beside others has the same answer', async () => {
      const others = labels.map((label, i) => `c${i}: ${counted(label)}`).reverse();
      const turned = await answer(encoder, source, `${named([...labels].reverse(), fields)} ${others.join(' ')} ${counted(` ${a} `)}`);
      same(turned);
      expect(turned.c0).toEqual(turned.count);
      const alone = await answer(encoder, source, labels.map((label, i) => `l${i}: ${named([label], fields)}`).join(' '));
      labels.forEach((_, i) => agrees(base.segmentation.segments, alone[`l${i}`].segments, false));
      const only = await answer(encoder, source, counted(b));
      expect(Math.abs(only.count.total - turned.c1.total)).toBeLessThan(SAME);
    });

    it('after a cached pass has the same answer as at the first pass', async () => {
      const fresh = await dots(501, 377, 12, [0, 0, 254]);
      const first = await answer(encoder, fresh, both);
      const again = await answer(encoder, fresh, both);
      expect([first.cost.encoderRuns, again.cost.encoderRuns]).toEqual([1, 0]);
      expect({ ...again, cost: null }).toEqual({ ...first, cost: null });
    });

    it('about a region that covers the whole picture has the same answer, without another pass', async () => {
      const whole = 'box: { x: 0, y: 0, width: 1, height: 1, unit: NORMALIZED }';
      const { region, cost } = await answer(encoder, source, `region(${whole}) { ${both} }`);
      expect(cost.encoderRuns).toBe(0);
      same(region);
    });

    it('in a batch with another picture has the same answer', async () => {
      const other = await plate(320, 240, [250, 20, 20]);
      const { body } = await server.query(
        `query ($sources: [ImageSource!]!, $encoder: String) { images(sources: $sources, encoder: $encoder, detail: LOW) { ... on Image { ${both} } } }`,
        { sources: [other, source, other], encoder },
      );
      expect(body.errors).toBeUndefined();
      same(body.data.images[1]);
      expect(body.data.images[2]).toEqual(body.data.images[0]);
    });
  });

describe('what is known of the answer', () => {
  it('an empty plate holds nothing', async () => {
    const empty = await plate(448, 336, [255, 255, 255]);
    const { count } = await answer(null, empty, counted('red', 'total saturated points { x }'));
    expect(count).toEqual({ total: 0, saturated: false, points: [] });
    const byPocket = 'count(of: "strawberry", by: { clipEbc: { form: TRAINING_FREE } }) { total saturated points { x } meta { form } }';
    const free = await answer('pocket', empty, byPocket);
    expect(free.count).toEqual({ total: 0, saturated: false, points: [], meta: { form: 'training-free (stand-in)' } });
  });

  it('more dots than the head was trained for are a lower bound', async () => {
    const { count } = await answer(null, await dots(1000, 750, 2000, [255, 0, 0]), counted('red', 'total saturated'));
    expect(count.saturated).toBe(true);
  });
});

describe('a head that gives no numbers', () => {
  const fields = (labels: readonly string[]) =>
    `embedding ${counted('red')} ${named(labels, 'segments { label }')} mask: segmentation(labels: ["red"], by: { maskclip: {} }) { segments { label } }`;
  const failed = (field: string, output: string) => ({
    path: ['image', field],
    message: expect.stringContaining(output),
    extensions: expect.objectContaining({ code: 'PLUGIN_FAILED' }),
  });

  it.each(['nan', 'infinite'])('fails alone, naming itself: %s', async (pack) => {
    const { body } = await asked(pack, asData(await redAndBlue()), fields(['red']));
    const image = body.data.image;
    expect(image).toMatchObject({ count: null, segmentation: null, mask: { segments: [{ label: 'red' }] } });
    expect(image.embedding.every(Number.isFinite)).toBe(true);
    expect(body.errors).toHaveLength(2);
    expect(body.errors).toEqual(
      expect.arrayContaining([
        expect.objectContaining(failed('count', 'heads/count.onnx')),
        expect.objectContaining(failed('segmentation', 'heads/open.onnx')),
      ]),
    );
  });

  it('fails also where only its word on what is there is none', async () => {
    const { body } = await asked('unsure', asData(await redAndBlue()), fields(['red']));
    expect(body.data.image).toMatchObject({ count: { total: 32 }, segmentation: null });
    expect(body.errors).toMatchObject([failed('segmentation', '"scores"')]);
  });

  it('leaves the server well', async () => {
    expect((await fetch(`${server.url}health/ready`)).status).toBe(200);
    expect(server.app.platform.encoder.status().restarts).toBe(0);
  });
});

it('a method that needs a head is available where the active pack has one', async () => {
  const query = '{ plugins { name methods { key available reason } } }';
  const methods = async (of: TinyServer) =>
    (await of.query(query)).body.data.plugins.find((plugin: { name: string }) => plugin.name === 'denseclip').methods;
  expect(await methods(server)).toEqual([{ key: 'denseclip', available: true, reason: null }]);
  const headless = await startTiny();
  try {
    const reason = expect.stringMatching(/^It needs a head of its own \(pack\.json, heads\.denseclip: .*add-head/);
    expect(await methods(headless)).toEqual([{ key: 'denseclip', available: false, reason }]);
  } finally {
    await headless.close();
  }
});
