import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/core/config.js';
import { Counter, Segmenter, type AskedVisual, type TaskCall } from '../../src/core/index.js';
import { compilePack } from '../../src/core/packs/making/compile-pack.js';
import { copyTiny } from '../fixtures/packs/copy-tiny.js';
import { startTiny, type TinyServer } from '../http/tiny-server.js';
import { TINY } from '../onnx/checkpoint-files.js';
import { COUNT, countFields, SEGMENTATION, segmentationFields } from './fields.js';
import relay, { script } from './relay.js';

let models: string;
let server: TinyServer;
beforeAll(async () => {
  models = await mkdtemp(join(tmpdir(), 'denseql-ask-'));
  const config = readConfig({ DENSEQL_DEVICE: 'cpu', DENSEQL_MODELS_DIR: models });
  const licences = [{ part: 'checkpoint', licence: 'none', source: 'random numbers' }];
  await compilePack({ checkpoint: TINY, out: join(models, 'clip'), name: 'clip', licences, calibrate: false, config });
  await copyTiny(models, 'headless');
  server = await startTiny({ PACK: 'pocket', MODELS_DIR: models }, { plugins: [relay] });
});
afterAll(async () => {
  await server.close();
  await rm(models, { recursive: true });
});

const LABELS = ['dog', 'grass', 'submarine'];
const QUESTIONS = [
  {
    name: 'count',
    field: 'count(of: "dog")',
    ask: async (on: AskedVisual | TaskCall) => countFields(await on.ask(Counter, { of: 'dog' })),
  },
  {
    name: 'count with options',
    field: 'count(of: "dog", by: { clipEbc: { rescore: 2, minPresence: 0.01 } })',
    ask: async (on: AskedVisual | TaskCall) =>
      countFields(await on.ask(Counter, { of: 'dog', by: { clipEbc: { rescore: 2, minPresence: 0.01 } } })),
  },
  {
    name: 'segmentation',
    field: `segmentation(labels: ${JSON.stringify(LABELS)}, maxSize: 256)`,
    ask: async (on: AskedVisual | TaskCall) => segmentationFields(await on.ask(Segmenter, { labels: LABELS, maxSize: 256 })),
  },
  {
    name: 'segmentation with options',
    field: `segmentation(labels: ${JSON.stringify(LABELS)}, background: ["sky"], maxSize: 256, by: { maskclip: { minPresence: 0.1, edges: BILINEAR } })`,
    ask: async (on: AskedVisual | TaskCall) =>
      segmentationFields(
        await on.ask(Segmenter, {
          labels: LABELS,
          background: ['sky'],
          maxSize: 256,
          by: { maskclip: { minPresence: 0.1, edges: 'BILINEAR' } },
        }),
      ),
  },
];

const BOX = { x: 100, y: 80, width: 400, height: 300 };
const inSdl = '{ x: 100, y: 80, width: 400, height: 300 }';
const PLACES = [
  { name: 'the visual', open: (inner: string) => inner, of: (call: TaskCall) => call },
  { name: 'a region', open: (inner: string) => `region(box: ${inSdl}) { ${inner} }`, of: (call: TaskCall) => call.region(BOX) },
  {
    name: 'a zoomed region',
    open: (inner: string) => `region(box: ${inSdl}, zoom: true, detail: LOW) { ${inner} }`,
    of: (call: TaskCall) => call.region(BOX, { zoom: true, detail: 'LOW' as const }),
  },
];

/** Everything that the field answers. */
async function field(encoder: string, sample: string, inner: string) {
  const { body } = await server.query(`{ image(source: { sample: "${sample}" }, detail: LOW, encoder: "${encoder}") { ${inner} } }`);
  expect(body.errors).toBeUndefined();
  const { image } = body.data;
  return image.region ?? image;
}

describe.each(['pocket', 'clip', 'headless'])('on %s, what `ask` answers equals the field', (encoder) => {
  it.each(PLACES)('about $name', async ({ open, of }) => {
    const asked: unknown[] = [];
    script.run = async (call) => {
      for (const { ask } of QUESTIONS) asked.push(await ask(of(call)));
    };
    const parts = QUESTIONS.map(({ field: name }, i) => `q${i}: ${name} { ${name.startsWith('count') ? COUNT : SEGMENTATION} }`);
    const answered = await field(encoder, 'spaniels', open(parts.join(' ')));
    await field(encoder, 'spaniels', 'relay { done }');
    expect(asked).toHaveLength(QUESTIONS.length);
    asked.forEach((answer, i) => expect(answer, QUESTIONS[i]!.name).toEqual(answered[`q${i}`]));
  });

  it('about another picture', async () => {
    const asked: unknown[] = [];
    script.run = async (call) => {
      const cat = await call.visual({ sample: 'cat' });
      for (const { ask } of QUESTIONS) asked.push(await ask(cat), await ask(cat.region(BOX)));
    };
    const parts = QUESTIONS.map(({ field: name }, i) => `q${i}: ${name} { ${name.startsWith('count') ? COUNT : SEGMENTATION} }`).join(' ');
    const whole = await field(encoder, 'cat', parts);
    const part = await field(encoder, 'cat', `region(box: ${inSdl}) { ${parts} }`);
    await field(encoder, 'spaniels', 'relay { done }');
    QUESTIONS.forEach(({ name }, i) => {
      expect(asked[2 * i], name).toEqual(whole[`q${i}`]);
      expect(asked[2 * i + 1], `${name}, region`).toEqual(part[`q${i}`]);
    });
  });
});
