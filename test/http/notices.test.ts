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

describe('a label with a comma in it', () => {
  it('is told where it is the only one, as of a text in the place of a list', async () => {
    expect(await segmentation('labels: "red, blue"')).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{32}$/),
        code: 'LABEL_HAS_COMMA',
        message: '"red, blue" was read as one label, comma and all. For several, ask for a list: ["red", "blue"].',
        field: 'labels[0]',
      },
    ]);
  });

  it.each(['["red, blue", "green"]', '"red"', '"red,"', '["red", "blue"]'])('is not told of %s', async (labels) => {
    expect(await segmentation(`labels: ${labels}`)).toEqual([]);
  });
});

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
    ['a synonym', 'prompts.synonyms[0].texts[1]', `prompts: { synonyms: [{ label: "red", texts: ["blood", "${long('yellow')}"] }] }`],
    ['a description', 'prompts.descriptions[0].texts[0]', `prompts: { descriptions: [{ label: "red", texts: ["${long('blood')}"] }] }`],
    ['a background text', 'background[1]', `background: ["white", "${long('black')}"]`],
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
    const asked = `segmentation(labels: ["${long('snow')}"]) { id ${notices} }`;
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
  const { data } = await ask(`segmentation(labels: ["red", "${long('blue', 14 - 4)}"]) { ${notices} } count(of: "tree") { ${notices} }`);
  expect([data.image.segmentation.meta.notices, data.image.count.meta.notices]).toEqual([[], []]);
});

describe('a text that the encoder has no tokens for', () => {
  const unknown = (told: readonly Notice[]) => told.filter(({ code }) => code === 'TEXT_UNKNOWN').map(({ field }) => field);

  it('is told, be it the only label, in whatever template', async () => {
    const told = await segmentation('labels: ["猫"]');
    expect(told).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{32}$/),
        code: 'TEXT_UNKNOWN',
        message: 'The encoder tiny has no tokens for "猫": it reads nothing of it, and what it finds by it means nothing.',
        field: 'labels[0]',
      },
    ]);
    expect(unknown(await segmentation('labels: ["red", "🐱"], prompts: { templates: ["a photo of the red {}"] }'))).toEqual(['labels[1]']);
  });

  it('is told where half of its tokens are unknown, and not where less are', async () => {
    const told = await segmentation('labels: ["red 猫", "red tree 猫", "red tree"]');
    expect(unknown(told)).toEqual(['labels[0]']);
    expect(told[0]?.message).toContain('has no tokens for 1 of 2 parts of "red 猫"');
  });

  it('is told of every argument that is one, whatever else is wrong with it', async () => {
    const args =
      'labels: ["red"], background: ["sky", "犬"], prompts: { synonyms: [{ label: "red", texts: ["赤"] }], descriptions: [{ label: "red", texts: ["красный"] }] }';
    expect(unknown(await segmentation(args)).sort()).toEqual([
      'background[1]',
      'prompts.descriptions[0].texts[0]',
      'prompts.synonyms[0].texts[0]',
    ]);
    const told = await segmentation(`labels: ["${long('猫')}"]`);
    expect(told.map(({ code, field }) => [code, field])).toEqual([
      ['TEXT_CUT', 'labels[0]'],
      ['TEXT_UNKNOWN', 'labels[0]'],
    ]);
  });

  it('is told of what is counted, and again when its vector was in the cache', async () => {
    const asked = `count(of: "鳥") { ${notices} }`;
    const first = await ask(asked);
    const again = await ask(`${asked} region(box: { x: 0, y: 0, width: 90, height: 90 }) { ${asked} }`);
    expect([first.extensions.denseql.textRuns > 0, again.extensions.denseql.textRuns]).toEqual([true, 0]);
    for (const { meta } of [first.data.image.count, again.data.image.count, again.data.image.region.count])
      expect(unknown(meta.notices)).toEqual(['of']);
  });
});

describe('labels that the encoder cannot tell apart', () => {
  const parts = 'label score coverage box { x y width height } mask { area rle { counts } } scoreMap { max }';
  it.each([
    ['maskclip', 'maskclip: {}'],
    ['maskclip without a background', 'maskclip: { backgroundPolicy: NONE }'],
    ['maskclip, denoised', 'maskclip: { promptDenoising: 0.2, edges: BILINEAR }'],
    ['denseclip', 'denseclip: {}'],
  ])('have the result that one of them has by itself: %s', async (_method, by) => {
    const of = async (labels: string) => {
      const { body } = await server.query(
        `query ($source: ImageSource!) { image(source: $source, encoder: "tiny-with-heads") {
          segmentation(labels: ${labels}, by: { ${by} }) { id segments { id ${parts} } labelMap { labels } overlay { width } } } }`,
        { source },
      );
      expect(body.errors).toBeUndefined();
      return body.data.image.segmentation;
    };
    const [plain, shared] = [await of('["red", "blue"]'), await of('["red", "Red", "blue", "BLUE", "rEd"]')];
    const same = (index: number, label: string) => ({ ...plain.segments[index], id: expect.any(String), label });
    expect(plain.segments[0].mask.area).toBeGreaterThan(0);
    expect(shared.segments).toEqual([same(0, 'red'), same(0, 'Red'), same(1, 'blue'), same(1, 'BLUE'), same(0, 'rEd')]);
    expect(new Set(shared.segments.map(({ id }: { id: string }) => id)).size).toBe(5);
    expect(shared.labelMap.labels).toEqual(['red', 'Red', 'blue', 'BLUE', 'rEd']);
  });

  it('are split where a synonym is of one alone, and said to be', async () => {
    const told = await segmentation('labels: ["red", "Red"], prompts: { synonyms: [{ label: "Red", texts: ["blood"] }] }');
    expect(told.map(({ message }) => message)).toEqual([expect.stringContaining('what it finds is split between them.')]);
  });

  it('are told, and answered', async () => {
    const told = await segmentation('labels: ["red", "blue", "Red"]');
    expect(told.map(({ code, field }) => [code, field])).toEqual([['LABELS_ALIKE', 'labels[2]']]);
    expect(told[0]?.message).toBe(
      'The encoder tiny reads "Red" as it reads "red" (labels[0]): it cannot tell them apart, and both have the same result.',
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

describe('Background texts that the encoder reads as a label', () => {
  const answer = 'segmentation(labels: ["red", "blue"]';
  const things = 'detection(labels: ["red", "blue"]';
  const told = { code: 'LABELS_ALIKE', field: 'background[0]' };

  it('are left out and told of: they take nothing from the label', async () => {
    const masks = `segments { label coverage score } ${notices}`;
    const boxes = `objects { label score box { x width } } backgroundUsed { text } ${notices}`;
    const asked = (background: string) =>
      `masks: ${answer}, background: [${background}]) { ${masks} } things: ${things}, background: [${background}]) { ${boxes} }`;
    const [plain, alike] = [(await ask(asked('"white"'))).data.image, (await ask(asked('"RED", "white", "White"'))).data.image];
    expect(alike.masks.segments).toEqual(plain.masks.segments);
    expect(alike.things.objects).toEqual(plain.things.objects);
    expect(alike.things.objects.length).toBeGreaterThan(0);
    expect(alike.things.backgroundUsed).toEqual([{ text: 'white' }]);
    for (const { meta } of [alike.masks, alike.things]) {
      expect(meta.notices).toMatchObject([told, { ...told, field: 'background[2]' }]);
      expect(meta.notices[0].message).toContain('the text of the background is left out');
    }
  });
});

describe('An example of a label that is written otherwise', () => {
  it('is of that label, which nothing is split with', async () => {
    const example = '{ label: "RED", box: { x: 0, y: 0, width: 56, height: 56 }, withText: true }';
    const { data } = await ask(`detection(labels: ["red"], by: { ovdet: { examples: [${example}] } }) { objects { label } ${notices} }`);
    expect(data.image.detection.meta.notices).toEqual([]);
  });
});
