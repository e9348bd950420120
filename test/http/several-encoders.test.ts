import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyTiny } from '../fixtures/packs/copy-tiny.js';
import heads from './heads/heads.js';
import { asData, redAndBlue } from './pictures.js';
import { startTiny } from './tiny-server.js';
import type { TinyServer } from './tiny-server.js';

let models: string;
let server: TinyServer;
let source: { data: string };

beforeAll(async () => {
  models = await mkdtemp(join(tmpdir(), 'denseql-encoders-'));
  await copyTiny(models, 'other', {
    revision: '7',
    logitScale: 2,
    medium: 224,
    heads: { example: { graph: 'head.onnx', note: 'of other' } },
    compute: 'fp16',
  });
  const broken = await copyTiny(models, 'broken');
  await rm(join(broken, 'text.onnx'));
  await copyTiny(models, 'headless', { heads: { neighbour: { graph: 'head.onnx', note: 'of neighbour' } } });
  const own = await copyTiny(models, 'own', { heads: { example: { graph: 'head.onnx', note: 'of own' } } });
  server = await startTiny({ PACK: own, MODELS_DIR: models }, { plugins: [heads] });
  source = asData(await redAndBlue());
});
afterAll(async () => {
  await server.close();
  await rm(models, { recursive: true });
});

const FIELDS =
  'segmentation(labels: ["red", "blue"]) { segments { label score scoreMap { values } } meta { pack packRevision device encoderRuns } }';
const ask = (query: string) => server.query(`query ($source: ImageSource!) { ${query} }`, { source });

describe('two encoders in one query', () => {
  it('see the same picture each for itself, with the results of each alone', async () => {
    const { body } = await ask(
      `own: image(source: $source) { id content embedding ${FIELDS} } other: image(source: $source, encoder: "other") { id content embedding ${FIELDS} }`,
    );
    expect(body.errors).toBeUndefined();
    const { own, other } = body.data;
    expect(body.extensions.denseql).toMatchObject({ encoderRuns: 2, cacheHits: 0 });
    expect([own, other].map(({ segmentation: { meta } }) => meta)).toMatchObject([
      { pack: 'own', device: 'cpu' },
      { pack: 'other', packRevision: '7', device: 'cpu' },
    ]);
    expect(own.content).toBe(other.content);
    expect(own.id).not.toBe(other.id);
    const [red, otherRed] = [own, other].map(({ segmentation }) => segmentation.segments[0]);
    expect([red.scoreMap.values.length, otherRed.scoreMap.values.length]).toEqual([256, 64]);
    expect(Math.max(...red.scoreMap.values)).toBeGreaterThan(Math.max(...otherRed.scoreMap.values) + 0.1);

    const alone = await startTiny({ PACK: join(models, 'other'), MODELS_DIR: models });
    try {
      const single = await alone.query(`query ($source: ImageSource!) { image(source: $source) { id embedding ${FIELDS} } }`, { source });
      expect(single.body.data.image).toEqual({ id: other.id, embedding: other.embedding, segmentation: other.segmentation });
    } finally {
      await alone.close();
    }
  });

  it('answer from the cache the next time, whichever is asked, and for many pictures and samples too', async () => {
    const { body } = await ask(`
      images(sources: [$source, { sample: "nowhere" }], encoder: "other") { ... on Image { ${FIELDS} } ... on Problem { code } }
      again: image(source: $source, encoder: "own") { region(box: { x: 0, y: 0, width: 100, height: 100 }) { ${FIELDS} } }
      samples { image(encoder: "other") { segmentation(labels: ["red"]) { meta { pack } } } }`);
    expect(body.errors).toBeUndefined();
    expect(body.data.images).toMatchObject([{ segmentation: { meta: { pack: 'other', encoderRuns: 0 } } }, { code: 'UNKNOWN_SAMPLE' }]);
    expect(body.data.again.region.segmentation.meta).toMatchObject({ pack: 'own', encoderRuns: 0 });
    expect(body.data.samples[0].image.segmentation.meta.pack).toBe('other');
  });

  it('fail each at its own field', async () => {
    const { body } = await ask(
      'own: image(source: $source) { width embedding } broken: image(source: $source, encoder: "broken") { width embedding segmentation(labels: ["red"]) { meta { form } } }',
    );
    expect(body.data.own.embedding).toHaveLength(16);
    expect(body.errors).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({
          path: ['broken', 'segmentation'],
          message: expect.stringContaining('text.onnx') as string,
          extensions: expect.objectContaining({ code: 'PACK_INVALID' }) as object,
        }),
      ]),
    );
    expect(body.errors.every(({ path }: { path: string[] }) => path[0] === 'broken')).toBe(true);
  });

  it("never mix their heads: each method gets the entry and the features of its picture's encoder", async () => {
    const by = 'segmentation(labels: ["red"], by: { headed: {} }) { meta { form pack } }';
    const { body } = await ask(
      `own: image(source: $source) { ${by} } other: image(source: $source, encoder: "other") { ${by} } headless: image(source: $source, encoder: "headless") { ${by} }`,
    );
    expect(body.data.own.segmentation.meta.form).toMatch(/^of own: 256,1 of 16 x 16, own@/);
    expect(body.data.other.segmentation.meta.form).toMatch(/^of other: 64,1 of 8 x 8, other@7#/);
    expect(body.errors).toMatchObject([{ path: ['headless', 'segmentation'], extensions: { code: 'PLUGIN_UNAVAILABLE' } }]);
  });
});

describe('the list of encoders', () => {
  it('shows every pack with its state, the active one first', async () => {
    const { body } = await server.query(
      '{ encoders { name active state problem memoryBytes precision compute source { repository } } serverInfo { encoderMemoryBytes encoderMemoryLimit } }',
    );
    const [first, ...others] = body.data.encoders;
    expect(first).toMatchObject({ name: 'own', active: true, state: 'loaded', precision: 'fp32', compute: 'fp32', source: null });
    const named = (name: string) => others.find((encoder: { name: string }) => encoder.name === name);
    expect(named('other')).toMatchObject({ active: false, state: 'loaded', problem: null, compute: 'fp16' });
    expect(named('broken')).toMatchObject({ state: 'failed', problem: expect.stringContaining('text.onnx') });
    expect(body.data.serverInfo.encoderMemoryBytes).toBeGreaterThan(first.memoryBytes);
    expect(body.data.serverInfo.encoderMemoryBytes).toBeLessThanOrEqual(body.data.serverInfo.encoderMemoryLimit);
  });

  it('is what an unknown name is answered with', async () => {
    const { body } = await ask('image(source: $source, encoder: "nothing") { id }');
    expect(body.errors).toMatchObject([{ path: ['image'], extensions: { code: 'BAD_INPUT', field: 'encoder' } }]);
    expect(body.errors[0].message).toMatch(/"own".*"headless".*"other"/);
  });
});
