import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TaskCall } from '../../src/core/index.js';
import { asData, redAndBlue } from '../http/pictures.js';
import { startTiny, type TinyServer } from '../http/tiny-server.js';
import scripted, { play } from './scripted.js';

let server: TinyServer;
let source: { data: string };
beforeAll(async () => {
  server = await startTiny({ MAX_TEXTS: 200, MAX_REGIONS: 20, MAX_IMAGES: 2, MAX_PASSES: 6 }, { plugins: [scripted] });
  source = asData(await redAndBlue());
});
afterAll(() => server.close());

let asked = 0;
/** Texts that nobody has asked before. */
const texts = (count: number): string[] => Array.from({ length: count }, () => `thing ${asked++}`);

/** Its sibling asks ten labels and two regions, all of them new. */
async function beside(run: (call: TaskCall) => Promise<unknown>) {
  play({ run: async (call) => (await run(call), { form: 'greedy' }) });
  const labels = JSON.stringify(texts(10));
  const part = (x: number) => `region(box: { x: ${x}, y: 0, width: 100, height: 100 }) { embedding }`;
  const fields = `greedy: scripted { number } modest: segmentation(labels: ${labels}, prompts: { templates: ["{}"] }) { segments { score } } one: ${part(0)} two: ${part(9)}`;
  const { body } = await server.query(`query ($s: ImageSource!) { image(source: $s) { ${fields} } }`, { s: source });
  return body;
}

describe('a method that asks for too much fails alone, and its siblings answer', () => {
  it.each<[string, string, (call: TaskCall) => Promise<unknown>]>([
    ['5000 texts at once', 'MAX_TEXTS', (call) => call.text.embed(texts(5000))],
    [
      'texts, ten at a time without end',
      'MAX_TEXTS',
      async (call) => {
        for (;;) await call.text.embed(texts(10));
      },
    ],
    [
      'regions without end',
      'MAX_REGIONS',
      async (call) => {
        for (;;) call.region(call.image.box);
      },
    ],
    [
      'looks without end',
      'MAX_PASSES',
      async (call) => {
        for (let width = 10; ; width += 1) await call.look.encode([{ x: 0, y: 0, width, height: 10 }]);
      },
    ],
    [
      'pictures without end',
      'MAX_IMAGES',
      async (call) => {
        for (const sample of ['cat', 'honey-bee', 'fig-bowl', 'music-room']) await call.visual({ sample });
      },
    ],
  ])('%s', async (_name, limit, run) => {
    const body = await beside(run);
    expect(body.errors).toMatchObject([{ path: ['image', 'greedy'], extensions: { code: 'LIMIT_EXCEEDED', limit } }]);
    expect(body.data.image.greedy).toBeNull();
    expect(body.data.image.modest.segments).toHaveLength(10);
    expect([body.data.image.one.embedding, body.data.image.two.embedding].every((vector) => vector.length > 0)).toBe(true);
  });
});
