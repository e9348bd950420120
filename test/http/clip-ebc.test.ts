import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addHead } from '../../src/core/packs/making/add-head.js';
import { convertClipEbc } from '../../src/plugins/clip-ebc/converting/convert-clip-ebc.js';
import { openTensorFile } from '../../src/onnx/torch-zip/index.js';
import { loadNpy } from '../fixtures/npy/load-npy.js';
import { copyTiny } from '../fixtures/packs/copy-tiny.js';
import { asData, painted } from './pictures.js';
import { startTiny } from './tiny-server.js';
import type { TinyServer } from './tiny-server.js';
import { tinyWithHeads } from './tiny-with-heads.js';

const fixtures = fileURLToPath(new URL('../fixtures/released/', import.meta.url));

/** A tiny checkpoint of the released layout, as `denseql models convert` and `add-head` bring it into a pack; `change` of its manifest. */
async function withReleasedHead(folder: string, name: string, checkpoint: string, change: object = {}): Promise<void> {
  const pack = await copyTiny(folder, name, { heads: {} });
  const converted = join(folder, '.converted', name);
  const { ids, headWidth, bins, anchors } = JSON.parse(await readFile(join(fixtures, 'clip-ebc.json'), 'utf8'));
  const options = { block: 8, bins, anchors, prompts: 'word' as const, tokenize: () => Promise.resolve(ids as number[][]), headWidth };
  const { manifest } = await convertClipEbc(await openTensorFile(join(fixtures, checkpoint)), converted, options);
  // The pictures of the fixtures are small: they are taken as they are.
  await writeFile(join(converted, 'clip-ebc.json'), JSON.stringify({ ...manifest, shortSide: 64, ...change }));
  await addHead({ pack, plugin: 'clip-ebc', folder: converted, replace: false, modelsDir: '' });
}

/** Sums over blocks of what softmax and anchors make of the logits that torch gives: the count, and its variance. */
async function expected(name: string): Promise<{ total: number; variance: number }> {
  const { anchors } = JSON.parse(await readFile(join(fixtures, 'clip-ebc.json'), 'utf8')) as { anchors: number[] };
  const { data } = loadNpy(join(fixtures, `${name}.logits.npy`));
  let [total, variance] = [0, 0];
  for (let at = 0; at < data.length; at += anchors.length) {
    const weights = anchors.map((_, k) => Math.exp(data[at + k] as number));
    const sum = weights.reduce((a, b) => a + b);
    const mean = anchors.reduce((all, anchor, k) => all + (anchor * weights[k]!) / sum, 0);
    total += mean;
    variance += anchors.reduce((all, anchor, k) => all + ((anchor - mean) ** 2 * weights[k]!) / sum, 0);
  }
  return { total, variance };
}

/** A fixture's picture, `times` below each other. */
async function picture(name: string, times = 1): Promise<{ data: string }> {
  const { data, shape } = loadNpy(join(fixtures, `${name}.pixels.npy`));
  const [height, width] = shape as [number, number];
  const all = Buffer.concat(Array.from({ length: times }, () => data as Uint8Array));
  return asData(
    await sharp(all, { raw: { width, height: height * times, channels: 3 } })
      .png()
      .toBuffer(),
  );
}

let models: string;
let server: TinyServer;
beforeAll(async () => {
  models = await mkdtemp(join(tmpdir(), 'denseql-clip-ebc-'));
  const own = await tinyWithHeads(models, 'own');
  await withReleasedHead(models, 'vit', 'clip-ebc-vit.pth');
  await withReleasedHead(models, 'whole', 'clip-ebc-vit.pth', { window: null });
  await withReleasedHead(models, 'resnet', 'clip-ebc-resnet.safetensors');
  server = await startTiny({ PACK: own, MODELS_DIR: models });
}, 60_000);
afterAll(async () => {
  await server.close();
  await rm(models, { recursive: true });
});

const image = (fields: string, encoder: string | null, source: unknown) =>
  server.query(`query ($source: ImageSource!, $encoder: String) { image(source: $source, encoder: $encoder) { ${fields} } }`, {
    source,
    encoder,
  });
const ask = async (...asked: Parameters<typeof image>) => {
  const { body } = await image(...asked);
  expect(body.errors).toBeUndefined();
  return { ...body.data.image, cost: body.extensions.denseql };
};

describe('a count by a released head', () => {
  it.each([
    ['whole', 'clip-ebc-vit.1', 'ViT'],
    ['vit', 'clip-ebc-vit.0', 'ViT'],
    ['resnet', 'clip-ebc-resnet.0', 'ResNet'],
  ])('is what torch’s logits sum to, %s', async (encoder, name, backbone) => {
    const { total, variance } = await expected(name);
    const { count, cost } = await ask(
      'count(of: "people") { total uncertainty density { width height values } meta { form encoderRuns } }',
      encoder,
      await picture(name),
    );
    expect(count.total).toBeCloseTo(total, 2);
    expect(count.uncertainty).toBeCloseTo(Math.sqrt(variance), 2);
    expect(count.density.values.reduce((a: number, b: number) => a + b)).toBeCloseTo(total, 2);
    // The pack's own pass, and the one of the head's encoder.
    expect(count.meta).toEqual({ form: `CLIP-EBC released, ${backbone}, blocks of 8 px, people`, encoderRuns: 2 });
    expect(cost.encoderRuns).toBe(2);
  });

  it('adds up over windows, parts and a batch, each window run once for all of them', async () => {
    const source = await picture('clip-ebc-vit.0', 2);
    const { total } = await expected('clip-ebc-vit.0');
    const fields = '{ total meta { encoderRuns } }';
    const { count, top, bottom, cost } = await ask(
      `count(of: "people") ${fields} top: region(box: { x: 0, y: 0, width: 64, height: 51 }) { count(of: "crowd") ${fields} }
       bottom: region(box: { x: 0, y: 51, width: 64, height: 77 }) { count(of: "a person") ${fields} }`,
      'vit',
      source,
    );
    expect(count.total).toBeCloseTo(2 * total, 2);
    expect(top.count.total + bottom.count.total).toBeCloseTo(count.total, 4);
    expect(cost.encoderRuns).toBe(3);
    const { body } = await server.query(
      `query ($sources: [ImageSource!]!) { images(sources: $sources, encoder: "vit") { ... on Image { count(of: "people") { total } } } }`,
      { sources: [source, source] },
    );
    expect(body.data.images).toEqual([{ count: { total: count.total } }, { count: { total: count.total } }]);
  });

  it('refuses what it does not count, other looks, and more windows than passes', async () => {
    const source = await picture('clip-ebc-vit.0');
    const refusal = async (field: string, of: unknown = source) => (await image(field, 'vit', of)).body.errors;
    expect(await refusal('count(of: "red") { total }')).toMatchObject([
      { path: ['image', 'count'], message: expect.stringMatching(/^of: "red" .*counts: people/), extensions: { code: 'BAD_INPUT' } },
    ]);
    expect(await refusal('count(of: "people", by: { clipEbc: { rescore: 1 } }) { total }')).toMatchObject([
      { message: expect.stringContaining('by.clipEbc.rescore'), extensions: { code: 'BAD_INPUT' } },
    ]);
    const long = asData(await painted(4000, 64, '#123456'));
    expect(await refusal('count(of: "people") { total }', long)).toMatchObject([
      { extensions: { code: 'LIMIT_EXCEEDED', limit: 'MAX_PASSES' } },
    ]);
    const free = await ask('count(of: "red", by: { clipEbc: { form: TRAINING_FREE } }) { total meta { form } }', 'vit', source);
    expect(free.count.meta.form).toBe('training-free (stand-in)');
  });
});

describe('crops encoded again', () => {
  // Six squares in the first part, one in the last; each is a block of the first look, 16 x 16 blocks of 28 px.
  const squares = [
    ...[0, 2, 4].flatMap((x) => [0, 2].map((y) => ({ x: x * 28, y: y * 28, width: 28, height: 28, color: '#ff0000' }))),
    { x: 392, y: 392, width: 28, height: 28, color: '#ff0000' },
  ];
  const field = (rescore: number) =>
    `count(of: "red", by: { clipEbc: { form: HEAD, rescore: ${rescore} } }) { total score density { box { x width } } meta { encoderRuns } }`;

  it('are passes, as many as parts hold something, and the same in a region of the whole and a batch', async () => {
    const source = asData(await painted(448, 448, '#ffffff', squares));
    const first = (await ask(field(0), null, source)).count;
    expect(first.total).toBeCloseTo(7, 3);
    const one = (await ask(field(1), null, source)).count;
    expect(one.meta.encoderRuns).toBe(1);
    // A crop of 168 px has blocks of 10.5 px: a square of 28 px fills several; the one in the last part stays as it was.
    expect(one.total).toBeGreaterThan(first.total);
    const most = (await ask(field(16), null, source)).count;
    expect(most.meta.encoderRuns).toBe(1);
    expect(most.total).toBeGreaterThan(one.total);
    expect(most.density.box).toEqual({ x: 0, width: 448 });

    const { region } = await ask(`region(box: { x: 0, y: 0, width: 448, height: 448 }) { ${field(16)} }`, null, source);
    expect([region.count.total, region.count.score]).toEqual([most.total, most.score]);
    const { body } = await server.query(
      `query ($sources: [ImageSource!]!) { images(sources: $sources) { ... on Image { ${field(16)} } } }`,
      {
        sources: [source, source],
      },
    );
    for (const { count } of body.data.images) expect(count.total).toBe(most.total);
    const fresh = asData(await painted(448, 448, '#fffffe', squares));
    expect((await ask(field(16), null, fresh)).cost.encoderRuns).toBe(3);
  });

  it('and tiles at once are refused', async () => {
    const { body } = await image(
      'count(of: "red", by: { clipEbc: { tiles: 2, rescore: 1 } }) { total }',
      null,
      asData(await painted(64, 64, '#ff0000')),
    );
    expect(body.errors).toMatchObject([{ message: expect.stringContaining('by.clipEbc.rescore'), extensions: { code: 'BAD_INPUT' } }]);
  });
});
