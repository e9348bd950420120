import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/core/config.js';
import { compilePack } from '../../src/core/packs/making/compile-pack.js';
import { copyTiny } from '../fixtures/packs/copy-tiny.js';
import { ovsegCheckpoint } from '../onnx/ovseg.js';
import { imageAsker } from './ask-image.js';
import { asData, painted } from './pictures.js';
import { tinyWithProposals } from './tiny-proposals.js';
import { startTiny, type TinyServer } from './tiny-server.js';

/** What the head proposes, where a 448 px picture has its 16 x 16 patches of 28 px. */
const PROPOSED = { x: 112, y: 112, width: 112, height: 112 };
const BLUE = { x: 280, y: 336, width: 84, height: 56 };
const share = ({ width, height }: { width: number; height: number }): number => (width * height) / 448 ** 2;

let models: string;
let server: TinyServer;
let source: { data: string };
beforeAll(async () => {
  models = await mkdtemp(join(tmpdir(), 'denseql-things-'));
  await copyTiny(models, 'headless', { heads: {} });
  await tinyWithProposals(models, 'heady');
  await tinyWithProposals(models, 'broken', NaN);
  const checkpoint = ovsegCheckpoint();
  const licences = [{ part: 'checkpoint', licence: 'none', source: 'random numbers' }];
  const config = readConfig({ DENSEQL_DEVICE: 'cpu', DENSEQL_THREADS: '1' });
  await compilePack({ checkpoint, out: join(models, 'prompted'), name: 'prompted', licences, calibrate: false, config });
  await rm(checkpoint, { recursive: true });
  server = await startTiny({ PACK: 'headless', MODELS_DIR: models, MAX_PASSES: 4 });
  const red = { ...PROPOSED, color: '#ff0000' };
  source = asData(await painted(448, 448, '#ffffff', [red, { ...BLUE, color: '#0000ff' }]));
});
afterAll(async () => {
  await server.close();
  await rm(models, { recursive: true });
});

const { ask, failed } = imageAsker(() => ({ server, source }));
const asked = (by: string, labels = ['red', 'blue', 'green']): string =>
  `segmentation(labels: ${JSON.stringify(labels)}, by: { ${by} }) { segments { label score coverage box { x y width height } } meta { form encoderRuns } }`;

describe('ovseg', () => {
  it('names whole things, and leaves the rest to nothing', async () => {
    const { segmentation } = await ask(asked('ovseg: {}'));
    const [red, blue, green] = segmentation.segments;
    expect(red.coverage).toBeCloseTo(share(PROPOSED), 2);
    expect(blue.coverage).toBeCloseTo(share(BLUE), 2);
    expect([green.coverage, green.box]).toEqual([0, null]);
    expect(green.score).toBeLessThan(0.3);
    expect(segmentation.meta.form).toBe('training-free proposals, patches pooled in masks');
  });

  it('takes the head’s places where there is one', async () => {
    const { segmentation } = await ask(asked('ovseg: {}'), source, 'heady');
    const [red, blue] = segmentation.segments;
    expect(red.coverage).toBeCloseTo(share(PROPOSED), 2);
    expect(blue.coverage).toBe(0);
    expect(segmentation.meta.form).toBe('trained proposals, patches pooled in masks');
  });

  it('counts a pass for each crop', async () => {
    const fresh = asData(await painted(448, 448, '#fffffe', [{ ...PROPOSED, color: '#ff0000' }]));
    const { segmentation } = await ask(asked('ovseg: { crops: 1 }', ['red']), fresh, 'heady');
    expect(segmentation.meta).toEqual({ form: 'trained proposals, crops and patches pooled in masks', encoderRuns: 2 });
    expect(segmentation.segments[0].coverage).toBeCloseTo(share(PROPOSED), 2);
  });

  it('looks through mask prompts where the pack has them, a pass each', async () => {
    // Random weights: what it names is nothing, that the prompts change it is all there is to see.
    const { one, none } = await ask(`none: ${asked('ovseg: {}')} one: ${asked('ovseg: { crops: 3 }')}`, source, 'prompted');
    expect(one.meta.form).toBe('training-free proposals, crops with mask prompts, for the rest patches pooled in masks');
    expect([none.meta.encoderRuns, one.meta.encoderRuns]).toEqual([1, 3]);
    expect(one.segments.map(({ score }: { score: number }) => score)).not.toEqual(
      none.segments.map(({ score }: { score: number }) => score),
    );
  });

  it('of a region shows what is in it, in its frame', async () => {
    const { region } = await ask(`region(box: { x: 84, y: 84, width: 196, height: 196 }) { ${asked('ovseg: {}')} }`, source, 'heady');
    const [red] = region.segmentation.segments;
    expect(red.coverage).toBeCloseTo(112 ** 2 / 196 ** 2, 1);
  });
});

describe('wholes', () => {
  /** Most of what is proposed, and not all of it. */
  const part = { ...PROPOSED, height: 84 };

  it('give all of a thing to the label that has most of it', async () => {
    const picture = asData(await painted(448, 448, '#ffffff', [{ ...part, color: '#ff0000' }]));
    const { half, most } = await ask(`half: ${asked('wholes: {}')} most: ${asked('wholes: { share: 0.9 }')}`, picture, 'heady');
    // Edges follow the picture, which takes some of it back: what is won is white.
    expect(half.segments[0].box).toMatchObject({ x: 112, y: 112, width: 112 });
    expect(half.segments[0].box.height).toBeGreaterThan(part.height + 5);
    expect(most.segments[0].box).toEqual(part);
    expect(half.segments[1].coverage).toBe(0);
    expect(half.meta.form).toContain('trained proposals');
  });

  it('leave what no proposal shows to the label map', async () => {
    const { whole, map } = await ask(`whole: ${asked('wholes: {}')} map: ${asked('maskclip: {}')}`, source, 'heady');
    expect(whole.segments[1].coverage).toBeCloseTo(map.segments[1].coverage, 2);
    const { sure } = await ask(`sure: ${asked('wholes: { minQuality: 1 }')}`, source, 'heady');
    expect(sure.segments[0].coverage).toBeCloseTo(map.segments[0].coverage, 2);
  });

  it.each([
    ['on a pack without a head', 'wholes: {}', 'headless', 'PLUGIN_UNAVAILABLE', 'heads.ovdet'],
    ['by a head that gives NaN', 'wholes: {}', 'broken', 'PLUGIN_FAILED', 'quality'],
    ['ovseg by a head that is not there', 'ovseg: { form: HEAD }', 'headless', 'PLUGIN_UNAVAILABLE', 'by.ovseg.form'],
    ['more crops than passes', 'ovseg: { crops: 16, form: TRAINING_FREE }', 'headless', 'LIMIT_EXCEEDED', 'MAX_PASSES'],
  ])('are refused %s', async (_, by, encoder, code, message) => {
    const [error] = await failed(asked(by), source, encoder);
    expect(error).toEqual({ code, message: expect.stringContaining(message) });
  });
});
