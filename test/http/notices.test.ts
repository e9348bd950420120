import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asData, redAndBlue } from './pictures.js';
import { startTiny } from './tiny-server.js';
import type { TinyServer } from './tiny-server.js';
import { tinyWithHeads } from './tiny-with-heads.js';

let models: string;
let server: TinyServer;
let source: { data: string };

beforeAll(async () => {
  models = await mkdtemp(join(tmpdir(), 'denseql-notices-'));
  await tinyWithHeads(models, 'tiny-with-heads');
  server = await startTiny({ MODELS_DIR: models });
  source = asData(await redAndBlue());
});
afterAll(async () => {
  await server.close();
  await rm(models, { recursive: true });
});

/** `words` words and two more tokens: the tiny pack reads 16. */
const long = (word: string, words = 20): string => Array(words).fill(word).join(' ');

interface Notice {
  readonly id: string;
  readonly code: string;
  readonly message: string;
  readonly field: string | null;
}

const notices = 'meta { encoderRuns notices { id code message field } }';
const ask = async (fields: string) => {
  const { body } = await server.query(`query ($source: ImageSource!) { image(source: $source) { ${fields} } }`, { source });
  expect(body.errors).toBeUndefined();
  return body;
};
const segmentation = async (args: string): Promise<Notice[]> =>
  (await ask(`segmentation(${args}) { ${notices} }`)).data.image.segmentation.meta.notices;

describe('a text that is longer than the encoder reads', () => {
  it('is told once, with the argument and both numbers', async () => {
    expect(await segmentation(`labels: ["red", "${long('blue')}"], prompts: { templates: ["{}"] }`)).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{32}$/),
        code: 'TEXT_CUT',
        message: `The encoder tiny reads 16 tokens, this text has 22; its end was left out: "${long('blue')}"`,
        field: 'labels[1]',
      },
    ]);
  });

  it('is told once of all templates, by the longest text', async () => {
    const templates = ['{}', 'a photo of a {}', 'my {}'].map((text) => JSON.stringify(text)).join();
    const told = await segmentation(`labels: ["${long('green')}", "red", "${long('white')}"], prompts: { templates: [${templates}] }`);
    expect(told.map(({ field }) => field)).toEqual(['labels[0]', 'labels[2]']);
    expect(told[0]?.message).toContain(`has 26; its end was left out: "a photo of a ${long('green')}"`);
  });

  it.each([
    ['a synonym', 'prompts.synonyms[0].texts[1]', `prompts: { synonyms: [{ label: "red", texts: ["rot", "${long('pink')}"] }] }`],
    ['a description', 'prompts.descriptions[0].texts[0]', `prompts: { descriptions: [{ label: "red", texts: ["${long('rosy')}"] }] }`],
    ['a background text', 'background[1]', `background: ["white", "${long('grey')}"]`],
  ])('is told of %s', async (_what, field, args) => {
    expect(await segmentation(`labels: ["red"], ${args}`)).toEqual([expect.objectContaining({ code: 'TEXT_CUT', field })]);
  });

  it('is told of the template where that is what is too long, and of the label that it pushed off the end', async () => {
    const templates = (...all: string[]) =>
      `labels: ["red", "blue"], prompts: { templates: [${all.map((text) => JSON.stringify(text)).join()}] }`;
    const [kept, none] = await segmentation(templates(`my {} ${long('photo')}`));
    expect([kept?.field, none]).toEqual(['prompts.templates[0]', undefined]);
    expect(kept?.message).toContain(`has 24; its end was left out: "my red photo`);
    const [other, lost] = await segmentation(templates(`{} ${long('photo', 16)}`, `${long('photo', 15)} {}`));
    expect([other?.field, lost?.field]).toEqual(['prompts.templates[0]', 'prompts.templates[1]']);
    expect(other?.message).not.toContain('with it');
    expect(lost?.message).toContain('; its end was left out, and "red" with it: "photo');
  });

  it('is told of what is counted, with and without a head', async () => {
    const counted = `count(of: "${long('tree')}") { ${notices} }`;
    const plain = await ask(counted);
    expect(plain.data.image.count.meta.notices).toEqual([expect.objectContaining({ code: 'TEXT_CUT', field: 'of' })]);
    const { body } = await server.query(
      `query ($source: ImageSource!) { image(source: $source, encoder: "tiny-with-heads") { ${counted} } }`,
      { source },
    );
    expect(body.data.image.count.meta.notices).toEqual([
      expect.objectContaining({ field: 'of', message: expect.stringContaining('The encoder tiny-with-heads reads 16') }),
    ]);
  });

  it('is told again when its vector was in the cache, and of every part of a picture', async () => {
    const asked = `segmentation(labels: ["${long('cached')}"]) { id ${notices} }`;
    const first = await ask(asked);
    const again = await ask(`${asked} region(box: { x: 0, y: 0, width: 90, height: 90 }) { ${asked} }`);
    expect(first.extensions.denseql.textRuns).toBe(1);
    expect(again.extensions.denseql.textRuns).toBe(0);
    const told = first.data.image.segmentation.meta.notices;
    expect(told).toHaveLength(1);
    expect(again.data.image.segmentation.meta.notices).toEqual(told);
    expect(again.data.image.region.segmentation.meta.notices).toEqual(told);
  });
});

it('texts that are read to their ends are no news', async () => {
  const { data } = await ask(`segmentation(labels: ["red", "${long('blue', 14 - 4)}"]) { ${notices} } count { ${notices} }`);
  expect([data.image.segmentation.meta.notices, data.image.count.meta.notices]).toEqual([[], []]);
});

describe('labels that the encoder cannot tell apart', () => {
  it('are told, and answered', async () => {
    const told = await segmentation('labels: ["red", "blue", "Red"]');
    expect(told.map(({ code, field }) => [code, field])).toEqual([['LABELS_ALIKE', 'labels[2]']]);
    expect(told[0]?.message).toBe(
      'The encoder tiny reads "Red" as it reads "red" (labels[0]): it cannot tell them apart, and what it finds is split between them.',
    );
  });
  it('are told of every picture and region that is asked by them', async () => {
    const region = `region(box: { x: 0, y: 0, width: 200, height: 200 }) { segmentation(labels: ["RED", "red"]) { ${notices} } }`;
    const { data } = await ask(`segmentation(labels: ["RED", "red"]) { ${notices} } ${region}`);
    for (const { meta } of [data.image.segmentation, data.image.region.segmentation])
      expect(meta.notices.map(({ code, field }: Notice) => [code, field])).toEqual([['LABELS_ALIKE', 'labels[1]']]);
  });
  it('are none where they are told apart', async () => {
    expect(await segmentation('labels: ["red", "blue", "green"]')).toEqual([]);
  });
});
