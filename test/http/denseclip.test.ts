import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addHead } from '../../src/core/packs/making/add-head.js';
import { convertDenseclip } from '../../src/plugins/denseclip/converting/convert-denseclip.js';
import { openTensorFile } from '../../src/onnx/torch-zip/index.js';
import { loadNpy } from '../fixtures/npy/load-npy.js';
import { copyTiny } from '../fixtures/packs/copy-tiny.js';
import { addGraph } from './add-graph.js';
import { asData, painted, redAndBlue } from './pictures.js';
import { startTiny } from './tiny-server.js';
import type { TinyServer } from './tiny-server.js';
import { openGraph } from './tiny-with-heads.js';

const fixtures = fileURLToPath(new URL('../fixtures/released/', import.meta.url));
const CLASSES = ['wall', 'building, edifice', 'sky', 'floor', 'tree'];
const OPEN = { kind: 'open', graph: 'heads/open.onnx', feeds: ['dense'], upsample: 4, stride: 7, context: false, scores: true };

/** The tiny pack with a head for any labels, entered by hand; `broken`: NaN. */
async function withOpenHead(folder: string, name: string, broken = false): Promise<string> {
  const pack = await copyTiny(folder, name, { heads: { denseclip: OPEN } });
  const times = broken ? NaN : 1;
  await addGraph(pack, OPEN.graph, openGraph(0.4, times, times));
  return pack;
}

/** The tiny checkpoint of the released layout, as `denseql models convert` and `add-head` bring it into a pack; `change` of its manifest. */
async function withConvertedHead(folder: string, name: string, change: object): Promise<void> {
  const pack = await copyTiny(folder, name);
  const converted = join(folder, '.converted', name);
  const { ids, headWidth } = JSON.parse(await readFile(join(fixtures, 'denseclip.json'), 'utf8'));
  const options = { classes: CLASSES, tokenize: () => Promise.resolve(ids as number[][]), headWidth: headWidth as number };
  const { manifest } = await convertDenseclip(await openTensorFile(join(fixtures, 'denseclip-vit.pth')), converted, options);
  await writeFile(join(converted, 'denseclip.json'), JSON.stringify({ ...manifest, ...change }));
  await addHead({ pack, plugin: 'denseclip', folder: converted, replace: false, modelsDir: '' });
}

let models: string;
let server: TinyServer;
let source: { data: string };

beforeAll(async () => {
  models = await mkdtemp(join(tmpdir(), 'denseql-denseclip-'));
  const own = await withOpenHead(models, 'open');
  await withOpenHead(models, 'broken', true);
  // The short side and the multiple of the fixture's picture: it enters the graph whole and as it is.
  await withConvertedHead(models, 'closed', { window: null, shortSide: 80, sizeMultiple: 16 });
  await withConvertedHead(models, 'sliding', {});
  await copyTiny(models, 'headless', { heads: {} });
  server = await startTiny({ PACK: own, MODELS_DIR: models });
  source = asData(await redAndBlue());
}, 60_000);
afterAll(async () => {
  await server.close();
  await rm(models, { recursive: true });
});

const image = (fields: string, encoder: string | null = null, picture: unknown = source) =>
  server.query(`query ($source: ImageSource!, $encoder: String) { image(source: $source, encoder: $encoder) { ${fields} } }`, {
    source: picture,
    encoder,
  });
const ask = async (...asked: Parameters<typeof image>) => {
  const { body } = await image(...asked);
  expect(body.errors).toBeUndefined();
  return { ...body.data.image, cost: body.extensions.denseql };
};
const floats = (base64: string): Float32Array => new Float32Array(Uint8Array.from(Buffer.from(base64, 'base64')).buffer);
const by = (labels: readonly string[], options = '') =>
  `segmentation(labels: ${JSON.stringify(labels)}, by: { denseclip: { ${options} } })`;

describe('a segmentation by a head for any labels', () => {
  it('gives each label its pixels, on maps finer than patches', async () => {
    const { segmentation } = await ask(
      `${by(['red', 'blue', 'green'])} { segments { label score coverage scoreMap { width height } } meta { method plugin form pack } }`,
    );
    expect(segmentation.meta).toEqual({ method: 'denseclip', plugin: 'denseclip', form: 'DenseCLIP head, stride 7', pack: 'open' });
    const [red, blue, green] = segmentation.segments;
    expect([red.coverage, blue.coverage]).toEqual([expect.closeTo(0.5, 2), expect.closeTo(0.5, 2)]);
    expect(red).toMatchObject({ label: 'red', score: expect.closeTo(1, 4), scoreMap: { width: 64, height: 64 } });
    expect(green).toMatchObject({ coverage: 0, score: expect.closeTo(0, 4) });
  });

  it('shares one pass with everything else about a picture', async () => {
    const fresh = asData(await painted(300, 200, '#ff0000', [{ x: 20, y: 30, width: 150, height: 100, color: '#0000ff' }]));
    const fields = `embedding mask: segmentation(labels: ["red"]) { segments { coverage } meta { method } } ${by(['blue'])} { segments { coverage } } count(of: "red") { total }`;
    const { mask, segmentation, cost } = await ask(fields, null, fresh);
    expect(cost.encoderRuns).toBe(1);
    expect(mask.meta.method).toBe('maskclip');
    expect(segmentation.segments[0].coverage).toBeCloseTo(0.25, 1);
  });

  it('agrees between a picture, its parts and a batch', async () => {
    const mask = '{ segments { score coverage mask { rle { counts } } scoreMap { float32 } } }';
    const fields = `${by(['red'], 'edges: BILINEAR')} ${mask} region(box: { x: 0, y: 0, width: 448, height: 448 }) { ${by(['red'], 'edges: BILINEAR')} ${mask} }`;
    const { segmentation, region } = await ask(fields);
    expect(region.segmentation).toEqual(segmentation);
    const half = await ask(
      `region(box: { x: 203, y: 9, width: 42, height: 400 }) { ${by(['blue', 'red'], 'edges: BILINEAR')} { segments { coverage } meta { encoderRuns } } }
       far: region(box: { x: 300, y: 0, width: 100, height: 448 }) { ${by(['red'])} { segments { score coverage } } }
       zoomed: region(box: { x: 224, y: 0, width: 224, height: 448 }, zoom: true) { ${by(['blue', 'red'])} { segments { coverage } meta { encoderRuns } } }`,
    );
    expect(half.region.segmentation).toEqual({ segments: [{ coverage: 0.5 }, { coverage: 0.5 }], meta: { encoderRuns: 0 } });
    // Red is in the picture, and not in this part of it.
    expect(half.far.segmentation.segments[0]).toEqual({ score: expect.closeTo(0, 3), coverage: 0 });
    expect(half.zoomed.segmentation).toEqual({ segments: [{ coverage: 1 }, { coverage: 0 }], meta: { encoderRuns: 1 } });
    const { body } = await server.query(
      `query ($sources: [ImageSource!]!) { images(sources: $sources) { ... on Image { ${by(['red'], 'edges: BILINEAR')} ${mask} } } }`,
      { sources: [source, source] },
    );
    expect(body.data.images).toEqual([{ segmentation }, { segmentation }]);
  });

  it('takes the best of a label’s names', async () => {
    const fields = `segmentation(labels: ["green"], prompts: { synonyms: [{ label: "green", texts: ["blue"] }] }, by: { denseclip: {} }) { segments { coverage } }`;
    expect((await ask(fields)).segmentation.segments[0].coverage).toBeCloseTo(0.5, 2);
  });
});

describe('a segmentation by a released closed set', () => {
  const png = async (): Promise<{ data: string }> => {
    const { data, shape } = loadNpy(join(fixtures, 'denseclip-vit.1.pixels.npy'));
    const [height, width] = shape as [number, number];
    return asData(
      await sharp(data as Uint8Array, { raw: { width, height, channels: 3 } })
        .png()
        .toBuffer(),
    );
  };
  /** Softmax over classes of the logits that torch gives, cell by cell. */
  function expected(): Float64Array[] {
    const { data, shape } = loadNpy(join(fixtures, 'denseclip-vit.1.logits.npy'));
    const cells = (shape[2] as number) * (shape[3] as number);
    const exp = CLASSES.map((_, k) => Float64Array.from({ length: cells }, (__, i) => Math.exp(data[k * cells + i] as number)));
    return exp.map((map) => map.map((value, i) => value / exp.reduce((sum, each) => sum + (each[i] as number), 0)));
  }

  it('gives the shares that torch gives, for the labels asked', async () => {
    const picture = await png();
    const labels = ['Tree', 'edifice', 'wall', 'sky', 'floor'];
    const { segmentation, cost } = await ask(
      `${by(labels)} { segments { score scoreMap { width height float32 } } meta { form encoderRuns } }`,
      'closed',
      picture,
    );
    const shares = expected();
    [4, 1, 0, 2, 3].forEach((index, at) => {
      const { scoreMap } = segmentation.segments[at];
      expect(scoreMap).toMatchObject({ width: 28, height: 20 });
      floats(scoreMap.float32).forEach((value, i) => expect(Math.abs(value - shares[index]![i]!)).toBeLessThan(1e-4));
    });
    // The pack's own pass, and the one of the head's own encoder.
    expect(segmentation.meta).toEqual({ form: 'DenseCLIP closed set, 5 classes, ViT', encoderRuns: 2 });
    expect(cost.encoderRuns).toBe(2);
  });

  it('gives a pixel to nothing where a class wins that was not asked for', async () => {
    const fields = (labels: string[], more = '') =>
      `segmentation(labels: ${JSON.stringify(labels)}, ${more} by: { denseclip: { edges: BILINEAR } }) { segments { label coverage } }`;
    const all = await ask(fields(['wall', 'building', 'sky', 'floor', 'tree']), 'closed', await png());
    const covered = Object.fromEntries(
      all.segmentation.segments.map((each: { label: string; coverage: number }) => [each.label, each.coverage]),
    );
    for (const label of ['tree', 'wall', 'sky']) {
      const { segmentation } = await ask(fields([label]), 'closed', await png());
      expect(segmentation.segments[0].coverage).toBeCloseTo(covered[label], 2);
    }
    const alone = await ask(fields(['sky'], 'background: [],'), 'closed', await png());
    expect(alone.segmentation.segments[0].coverage).toBe(1);
  });

  it('runs its windows once for fields and regions of a query, and counts them', async () => {
    const fresh = asData(await painted(150, 100, '#123456', [{ x: 20, y: 30, width: 50, height: 60, color: '#abcdef' }]));
    const field = `${by(['sky'])} { segments { scoreMap { float32 } } meta { encoderRuns } }`;
    const fields = `one: ${field} two: ${by(['sky', 'tree'])} { segments { scoreMap { float32 } } } region(box: { x: 0, y: 0, width: 150, height: 100 }) { ${field} }`;
    const { one, two, region, cost } = await ask(fields, 'sliding', fresh);
    // 100 px become 64, 150 become 96: two windows of 64, and the pack's own pass.
    expect(cost.encoderRuns).toBe(3);
    expect(two.segments[0]).toEqual(one.segments[0]);
    expect(region.segmentation.segments).toEqual(one.segments);
    expect(one.meta.encoderRuns + region.segmentation.meta.encoderRuns).toBeLessThanOrEqual(3);
    const zoomed = await ask(`region(box: { x: 0, y: 0, width: 50, height: 50 }, zoom: true) { ${field} }`, 'sliding', fresh);
    expect(zoomed.region.segmentation.meta.encoderRuns).toBe(2);
  });

  it('refuses labels that are no class, and more windows than passes', async () => {
    const { body } = await image(`${by(['sky', 'zebra'])} { segments { label } }`, 'closed');
    expect(body.errors).toMatchObject([
      {
        path: ['image', 'segmentation'],
        message: expect.stringMatching(/^labels\[1\]: "zebra" is not one of the 5 classes/),
        extensions: { code: 'BAD_INPUT' },
      },
    ]);
    const long = asData(await painted(4000, 64, '#123456'));
    const refused = await image(`${by(['sky'])} { segments { label } }`, 'sliding', long);
    expect(refused.body.errors).toMatchObject([{ extensions: { code: 'LIMIT_EXCEEDED', limit: 'MAX_PASSES' } }]);
  });
});

describe('a hostile segmentation by denseclip', () => {
  it('of one pixel is answered, by either form', async () => {
    const pixel = asData(await painted(1, 1, '#ff0000'));
    expect((await ask(`${by(['red', 'blue'])} { segments { coverage } }`, null, pixel)).segmentation.segments).toEqual([
      { coverage: 1 },
      { coverage: 0 },
    ]);
    expect((await ask(`${by(CLASSES)} { segments { coverage } }`, 'sliding', pixel)).segmentation.segments).toHaveLength(5);
  });

  it('with no label, too many, one twice, or an option out of range is refused by name', async () => {
    const message = async (labels: string[], options = '') => (await image(`${by(labels, options)} { segments { label } }`)).body.errors[0];
    expect(await message([])).toMatchObject({ message: expect.stringMatching(/^labels/), extensions: { code: 'BAD_INPUT' } });
    expect(await message(['red', ' red'])).toMatchObject({ extensions: { code: 'BAD_INPUT' } });
    expect(await message(Array.from({ length: 200 }, (_, i) => `l${i}`))).toMatchObject({
      extensions: { code: 'LIMIT_EXCEEDED', limit: 'MAX_LABELS' },
    });
    expect(await message(['red'], 'threshold: 2')).toMatchObject({ message: expect.stringContaining('by.denseclip.threshold') });
  });

  it('by a head that gives NaN fails alone, naming it', async () => {
    const { body } = await image(
      `${by(['red'])} { segments { label } } mask: segmentation(labels: ["red"]) { segments { label } }`,
      'broken',
    );
    expect(body.data.image).toEqual({ segmentation: null, mask: { segments: [{ label: 'red' }] } });
    expect(body.errors).toMatchObject([
      { path: ['image', 'segmentation'], message: expect.stringContaining('heads/open.onnx'), extensions: { code: 'PLUGIN_FAILED' } },
    ]);
  });

  it('on a pack without a head is unavailable, and never the default', async () => {
    const { body } = await image(
      `${by(['red'])} { segments { label } } mask: segmentation(labels: ["red"]) { meta { method } }`,
      'headless',
    );
    expect(body.data.image).toEqual({ segmentation: null, mask: { meta: { method: 'maskclip' } } });
    expect(body.errors).toMatchObject([{ message: expect.stringMatching(/models convert/), extensions: { code: 'PLUGIN_UNAVAILABLE' } }]);
  });
});
