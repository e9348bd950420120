import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { asData, painted, redAndBlue } from './pictures.js';
import { startTiny } from './tiny-server.js';
import type { TinyServer } from './tiny-server.js';

let server: TinyServer;
let source: { data: string };

beforeAll(async () => {
  server = await startTiny();
  source = asData(await redAndBlue());
});
afterAll(() => server.close());

const ask = async (fields: string, picture: unknown = source) => {
  const { body } = await server.query(`query ($source: ImageSource!) { image(source: $source) { ${fields} } }`, { source: picture });
  expect(body.errors).toBeUndefined();
  return body;
};

describe('one picture', () => {
  it('is encoded once for five segmentations, regions and its vector, and not at all the next time', async () => {
    const fresh = asData(await painted(448, 448, '#00ff00', [{ x: 0, y: 0, width: 100, height: 100, color: '#ffff00' }]));
    const words = ['red', 'green', 'blue', 'yellow', 'white'];
    const fields = `embedding region(box: { x: 0, y: 0, width: 99, height: 99 }) { embedding }
      ${words.map((word) => `${word}: segmentation(labels: ["${word}"]) { meta { encoderRuns cacheHit } segments { score } }`).join(' ')}`;
    const first = await ask(fields, fresh);
    expect(first.extensions.denseql).toMatchObject({ encoderRuns: 1, cacheHits: 0 });
    const runs = words.map((word) => first.data.image[word].meta.encoderRuns as number);
    expect(runs.reduce((sum, n) => sum + n, 0)).toBeLessThanOrEqual(1);

    const decode = vi.spyOn(server.app.platform.visuals, 'decode');
    const again = await ask(fields, fresh);
    expect(again.extensions.denseql).toMatchObject({ encoderRuns: 0, cacheHits: 1, textRuns: 0 });
    expect(again.data.image.red.meta).toEqual({ encoderRuns: 0, cacheHit: true });
    expect(decode).not.toHaveBeenCalled();
    decode.mockRestore();
  });

  it('is decoded once for a proof and a pass', async () => {
    const decode = vi.spyOn(server.app.platform.visuals, 'decode');
    await ask('embedding', asData(await painted(300, 200, '#123456')));
    expect(decode).toHaveBeenCalledTimes(1);
    decode.mockRestore();
  });

  it('needs no pixels for scores, and makes them once for many fields', async () => {
    const decide = vi.spyOn(server.app.platform.pixels, 'decide');
    await ask('segmentation(labels: ["red"]) { segments { label score scoreMap { min max values } } meta { method form } }');
    expect(decide).not.toHaveBeenCalled();
    await ask(
      'segmentation(labels: ["red", "blue"]) { labelMap { png } overlay { dataUri } segments { coverage box { x } mask { area png rle { counts } polygons { x } } } }',
    );
    expect(decide).toHaveBeenCalledTimes(1);
    decide.mockRestore();
  });
});

describe('a segmentation', () => {
  it('answers every label in order, also one that is not there', async () => {
    const { data } = await ask(`segmentation(labels: ["blue", "  green ", "red"]) {
      segments { label score coverage box { x y width height normalized { x width } } mask { area width height rle { size counts } polygons { x y } } } }`);
    const [blue, green, red] = data.image.segmentation.segments;
    expect([blue.label, green.label, red.label]).toEqual(['blue', 'green', 'red']);
    expect(blue.coverage).toBeCloseTo(0.5, 1);
    expect(red.coverage).toBeCloseTo(0.5, 1);
    expect(blue.box.x).toBeCloseTo(224, -1.5);
    expect(blue.box.normalized.width).toBeCloseTo(0.5, 1);
    expect(blue.score).toBeGreaterThan(green.score);
    expect(green).toMatchObject({ coverage: 0, box: null, mask: { area: 0, polygons: [], rle: { size: [448, 448] } } });
  });

  it('of a region answers in pixels of the original, and covers the region', async () => {
    const { data } = await ask(`width region(box: { x: 0.25, y: 0, width: 0.75, height: 0.5, unit: NORMALIZED }) {
      width height box { x y width height } image { width id }
      segmentation(labels: ["blue"]) { segments { coverage box { x y } mask { box { x y width height } width height } scoreMap { box { x width } } } meta { encoderRuns } } } id`);
    const { region } = data.image;
    expect(region).toMatchObject({
      width: 336,
      height: 224,
      box: { x: 112, y: 0, width: 336, height: 224 },
      image: { width: 448, id: data.image.id },
    });
    const [blue] = region.segmentation.segments;
    expect(blue.coverage).toBeCloseTo(2 / 3, 1);
    expect(blue.box.x).toBeGreaterThan(200);
    expect(blue.mask).toEqual({ box: { x: 112, y: 0, width: 336, height: 224 }, width: 336, height: 224 });
    expect(blue.scoreMap.box).toEqual({ x: 112, width: 336 });
    expect(region.segmentation.meta.encoderRuns).toBe(0);
  });

  it('of a zoomed region costs a pass of its own', async () => {
    const zoomed =
      await ask(`region(box: { x: 10, y: 10, width: 100, height: 50 }, zoom: true) { id zoom embedding segmentation(labels: ["red"]) { segments { coverage } } }
      plain: region(box: { x: 10, y: 10, width: 100, height: 50 }) { id zoom }`);
    expect(zoomed.extensions.denseql.encoderRuns).toBe(1);
    expect(zoomed.data.image.region.segmentation.segments[0].coverage).toBeCloseTo(1, 1);
    expect(zoomed.data.image.region.id).not.toBe(zoomed.data.image.plain.id);
  });

  it('of a zoomed region has the detail asked for, and refuses one where there is no zoom', async () => {
    const box = 'box: { x: 10, y: 10, width: 100, height: 100 }';
    const { data, extensions } = await ask(`low: region(${box}, zoom: true, detail: LOW) { id embedding }
      same: region(${box}, zoom: true, detail: MEDIUM) { id embedding } plain: region(${box}, zoom: true) { id embedding }`);
    const { low, same, plain } = data.image;
    expect(extensions.denseql.encoderRuns).toBe(2);
    expect([low.id === plain.id, same.id === plain.id]).toEqual([false, true]);
    const { body } = await server.query(`query ($source: ImageSource!) { image(source: $source) { region(${box}, detail: LOW) { id } } }`, {
      source,
    });
    expect(body.errors[0]).toMatchObject({ message: expect.stringContaining('detail'), extensions: { code: 'BAD_INPUT' } });
  });
});

describe('many pictures', () => {
  it('keep their order, and a bad one fails alone', async () => {
    const good = await redAndBlue();
    const sources = [
      asData(good),
      asData(Buffer.from('no picture at all')),
      { sample: 'nowhere' },
      asData(good.subarray(0, good.length - 60)),
      asData(good),
    ];
    const { body } = await server.query(
      'query ($sources: [ImageSource!]!) { images(sources: $sources) { __typename ... on Image { id } ... on Problem { index code message } } }',
      { sources },
    );
    expect(body.errors).toBeUndefined();
    expect(body.data.images).toMatchObject([
      { __typename: 'Image' },
      { __typename: 'Problem', index: 1, code: 'BAD_IMAGE' },
      { __typename: 'Problem', index: 2, code: 'UNKNOWN_SAMPLE' },
      { __typename: 'Problem', index: 3, code: 'BAD_IMAGE' },
      { __typename: 'Image', id: body.data.images[0].id },
    ]);
  });
});

describe('an id', () => {
  it('is equal for equal answers and differs by detail', async () => {
    const { body } = await server.query(
      'query ($s: ImageSource!) { a: image(source: $s) { id content } b: image(source: $s, detail: MEDIUM) { id } c: image(source: $s, detail: LOW) { id content } }',
      { s: source },
    );
    const { a, b, c } = body.data;
    expect(a.id).toBe(b.id);
    expect(a.id).not.toBe(c.id);
    expect(a.content).toBe(c.content);
  });
});

describe('a rendered picture', () => {
  it('can be fetched from its address', async () => {
    const { data } = await ask('picture(maxSize: 100, format: WEBP) { url dataUri width height mediaType }');
    const { url, dataUri, ...size } = data.image.picture;
    expect(size).toEqual({ width: 100, height: 100, mediaType: 'image/webp' });
    const fetched = await fetch(new URL(url, server.url));
    expect(fetched.headers.get('content-type')).toBe('image/webp');
    expect(dataUri).toBe(`data:image/webp;base64,${Buffer.from(await fetched.arrayBuffer()).toString('base64')}`);
  });
});

describe('the server', () => {
  it('says what it is and what it can do', async () => {
    const { body } = await server.query(`{
      serverInfo { version hostVersion pack packRevision device deviceNotes uptime encoder { state queued restarts imagePasses textPasses featureCacheBytes textCacheBytes } encoderMemoryBytes encoderMemoryLimit brokenPacks { name problem }
        limits { bodyBytes uploadBytes pixels images inlineBytes decodes labels labelLength texts passes regions labelRegions maskPixels renderedPixels answerFields answerBytes depth aliases directives tokens values deadlineMs } }
      encoders { name revision summary active state problem memoryBytes device family precision compute source { repository commit } attentions heads licences { part licence source } outputs { name kind dims space } detail { low medium high } patch textDims contextLength templates }
      plugins { name version host summary reference outputs text head methods { task key default available reason } }
      none: plugins(task: "nothing") { name }
      samples { id title labels shows licence author source } }`);
    expect(body.errors).toBeUndefined();
    expect(body.data.serverInfo).toMatchObject({
      pack: 'tiny',
      device: 'cpu',
      encoder: { state: 'ready' },
      limits: { depth: 16, regions: 1000, directives: 100 },
    });
    const [active, ...others] = body.data.encoders;
    expect(active).toMatchObject({
      name: 'tiny',
      active: true,
      state: 'loaded',
      heads: ['example'],
      detail: { low: 224, medium: 448, high: 896 },
    });
    const pocket = { name: 'pocket', active: false, state: 'idle', problem: null, source: null, precision: 'fp32', compute: 'fp32' };
    expect(others.find((encoder: { name: string }) => encoder.name === 'pocket')).toMatchObject(pocket);
    expect(body.data.plugins[0]).toMatchObject({
      name: 'maskclip',
      head: false,
      methods: [{ task: 'segmentation', key: 'maskclip', available: true, reason: null }],
    });
    expect(body.data.none).toEqual([]);
    expect(body.data.samples.length).toBeGreaterThan(0);
  });

  it('works at many fields of one query at once without a warning of leaks', async () => {
    const warned = vi.fn();
    process.on('warning', warned);
    const pictures = `images(sources: [${'{ sample: "cat" } '.repeat(20)}], detail: HIGH) { __typename }`;
    const fields = Array.from({ length: 15 }, (_, i) => `a${i}: segmentation(labels: ["red"]) { segments { coverage } }`).join(' ');
    const { errors } = await server.app.execute(`{ ${pictures} image(source: { sample: "cat" }) { ${fields} } }`);
    expect(errors).toBeUndefined();
    // Node tells of warnings in a later turn.
    await new Promise(setImmediate);
    process.off('warning', warned);
    expect(warned).not.toHaveBeenCalled();
  });

  it('runs the same queries without a transport', async () => {
    const { data, errors } = await server.app.execute(
      'query ($s: ImageSource!) { image(source: $s) { width } nope: image(source: { sample: "nowhere" }) { id } }',
      { s: source },
    );
    expect(data).toEqual({ image: { width: 448 }, nope: null });
    expect(errors?.[0]?.extensions).toEqual({ code: 'UNKNOWN_SAMPLE' });
  });
});
