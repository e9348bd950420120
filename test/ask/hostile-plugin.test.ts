import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { convertedHead, DETAILS } from '../../src/core/index.js';
import { painted, redAndBlue } from '../http/pictures.js';
import { startTiny, type Answer, type TinyServer } from '../http/tiny-server.js';
import { makePacks } from './hostile-packs.js';
import { ABOUT, everything, PROMPTS_VALUE } from './hostile-query.js';
import { told } from './told.js';
import { toll, vandal } from './vandal.js';

let models: string;
let settings: object;
let hostile: TinyServer;
/** What a server without the vandal answers, for each picture and about itself. */
let pictures: readonly Buffer[];
const expected: string[] = [];
let about: string;

/** The picture as an upload, which the server keeps for other queries, too, and as data. */
async function ask(server: TinyServer, picture: Buffer, vandals = false, later = false): Promise<Answer> {
  const response = await fetch(`${server.url}uploads`, { method: 'POST', body: new Uint8Array(picture) });
  const { id } = (await response.json()) as { id: string };
  const variables = { source: { upload: id }, clip: { data: picture.toString('base64') }, prompts: PROMPTS_VALUE };
  return server.query(everything(vandals, later), variables);
}

beforeAll(async () => {
  models = await mkdtemp(join(tmpdir(), 'denseql-hostile-'));
  const wide = { MAX_PASSES: 500, MAX_ALIASES: 400, MAX_TOKENS: 20_000, MAX_MASK_PIXELS: 2 ** 31 };
  settings = { ...wide, PACK: await makePacks(models), MODELS_DIR: models, DEADLINE_MS: 110_000 };
  const blue = { x: 28, y: 56, width: 84, height: 84, color: '#0000ff' };
  pictures = [await redAndBlue(), await painted(448, 336, '#ff0000', [blue, { ...blue, x: 280, y: 168 }])];
  const quiet = await startTiny(settings);
  for (const picture of pictures) expected.push(told(await ask(quiet, picture)));
  about = told(await quiet.query(ABOUT));
  await quiet.close();
  hostile = await startTiny(settings, { plugins: [vandal] });
});
afterAll(async () => {
  await hostile.close();
  await rm(models, { recursive: true });
});

describe('a plugin that writes to everything it reaches', () => {
  it('is compared with answers that say something', () => {
    const { image, clip } = JSON.parse(expected[0]!)[1];
    expect(image.maskclip.segments[0].score).toBeGreaterThan(0.5);
    expect([image.denseclip, image.counted, image.rescored, image.free, clip.sclip, clip.naclip.segmentation].every(Boolean)).toBe(true);
    expect([image.bad, image.lacking]).toEqual([null, null]);
    expect(JSON.parse(expected[0]!)[2]).toHaveLength(2);
    expect(expected[1]).not.toBe(expected[0]);
  });

  it('is not heard before it has run', async () => {
    expect(told(await ask(hostile, pictures[0]!))).toBe(expected[0]);
    expect(told(await hostile.query(ABOUT))).toBe(about);
  });

  it('changes nothing beside it in the same query', async () => {
    const answer = await ask(hostile, pictures[0]!, true);
    expect(toll.calls).toBe(10);
    expect(toll.objects).toBeGreaterThan(1000);
    expect(told(answer)).toBe(expected[0]);
    // It went on to give answers of its own, and what it saw before it wrote is what the next one saw.
    const { vandals, image, clip } = answer.body.data;
    const seen = [vandals.vandalA1, image.vandalB1, image.vandalB2].map(({ meta }) => meta.form);
    expect(seen[0]).toMatch(/^\w{12}$/);
    expect(new Set(seen).size).toBe(1);
    expect(clip.vandalE1.meta.form).toMatch(/^\w{12}$/);
    expect(clip.vandalE1.meta.form).toBe(clip.vandalE2.meta.form);
    expect(vandals.vandalA3.wrecked).toBeGreaterThan(0);
  });

  it('changes nothing after it, for other clients and for a new picture', async () => {
    expect(told(await ask(hostile, pictures[0]!))).toBe(expected[0]);
    const [one, other] = await Promise.all([ask(hostile, pictures[1]!, true), ask(hostile, pictures[1]!)]);
    expect([told(one), told(other)]).toEqual([expected[1], expected[1]]);
  });

  it('leaves the values of the public entry as they were, for plugins that read them later', () => {
    const entry = {
      ...{ version: 1, graph: 'a.onnx', data: 'a.bin', input: 'pixels', output: 'logits', backbone: 'vit', normalisation: null },
      ...{ sizeMultiple: 8, window: { side: 64, stride: 32 }, parameters: 1 },
    };
    expect(convertedHead('x', {}).parse({ kind: 'x', ...entry })).toEqual({ kind: 'x', ...entry });
    expect(convertedHead('x', {}).safeParse({ kind: 'x', ...entry, graph: 1 }).success).toBe(false);
    expect(DETAILS).toEqual(['LOW', 'MEDIUM', 'HIGH']);
  });

  it('changes nothing by writing later, to what it has held since', async () => {
    const [one, other] = await Promise.all([ask(hostile, pictures[0]!, true, true), ask(hostile, pictures[1]!)]);
    expect([told(one), told(other)]).toEqual([expected[0], expected[1]]);
    expect(told(await ask(hostile, pictures[0]!))).toBe(expected[0]);
    expect(told(await hostile.query(ABOUT))).toBe(about);
  });
});
