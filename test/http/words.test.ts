import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyTiny } from '../fixtures/packs/copy-tiny.js';
import { someWords } from '../fixtures/words/some-words.js';
import { asData, redAndBlue } from './pictures.js';
import { startTiny, type TinyServer } from './tiny-server.js';

/** The tiny pack's tower knows colours, so these are the things here. */
const words = someWords({
  singulars: { reds: 'red', blues: 'blue', white: 'white' },
  adjectives: [],
  descriptions: { blue: ['red'] },
  languages: [
    {
      code: 'de',
      name: 'German',
      before: [],
      articles: ['das'],
      telling: ['das'],
      nouns: { red: ['rot'], blue: ['blau'], white: ['gift'] },
      adjectives: {},
      shared: ['gift'],
    },
  ],
});

let models: string;
let server: TinyServer;
beforeAll(async () => {
  models = await mkdtemp(join(tmpdir(), 'denseql-words-'));
  await copyTiny(models, 'worded', { words });
  server = await startTiny({ MODELS_DIR: models });
});
afterAll(async () => {
  await server.close();
  await rm(models, { recursive: true });
});

const parts = 'segments { label score coverage mask { rle { counts } } } labelMap { labels } meta { notices { code message field } }';
async function ask(fields: string, encoder = 'worded') {
  const query = `query ($source: ImageSource!) { image(source: $source, encoder: "${encoder}") { ${fields} } }`;
  const { body } = await server.query(query, { source: asData(await redAndBlue()) });
  expect(body.errors).toBeUndefined();
  return body.data.image;
}
const segmentation = async (args: string, encoder?: string) => (await ask(`segmentation(${args}) { ${parts} }`, encoder)).segmentation;
const codes = (answer: { meta: { notices: { code: string; field: string }[] } }) =>
  answer.meta.notices.map(({ code, field }) => [code, field]);

describe('labels in the words of people', () => {
  it('find what the plain ones find, under their own names', async () => {
    const plain = await segmentation('labels: ["red", "white"]');
    const asked = await segmentation('labels: ["A photo of the Reds.", "white"]');
    expect(plain.segments[0].coverage).toBeGreaterThan(0.1);
    expect(asked).toEqual({
      ...plain,
      segments: [{ ...plain.segments[0], label: 'A photo of the Reds.' }, plain.segments[1]],
      labelMap: { labels: ['A photo of the Reds.', 'white'] },
    });
    expect(plain.meta.notices).toEqual([]);
  });

  it('of another language are translated, and what they were read as is told', async () => {
    const [plain, asked] = [await segmentation('labels: ["red", "white"]'), await segmentation('labels: ["das Rot", "white"]')];
    expect(asked.segments[0]).toEqual({ ...plain.segments[0], label: 'das Rot' });
    expect(asked.meta.notices).toEqual([
      { code: 'LABEL_TRANSLATED', message: 'The encoder worded reads "das Rot" (German) as "red".', field: 'labels[0]' },
    ]);
    expect(codes(await segmentation('labels: ["das Grün"]'))).toContainEqual(['LABEL_FOREIGN', 'labels[0]']);
  });

  it('keep the meaning that their company gives them when one of the company reads as another', async () => {
    const asked = await segmentation('labels: ["red", "rot", "gift"]');
    expect(codes(asked)).toEqual([
      ['LABEL_TRANSLATED', 'labels[1]'],
      ['LABEL_TRANSLATED', 'labels[2]'],
      ['LABELS_ALIKE', 'labels[1]'],
    ]);
    const plain = await segmentation('labels: ["red", "white"]');
    expect(asked.segments.map(({ score }: { score: number }) => score)).toEqual([0, 0, 1].map((index) => plain.segments[index].score));
  });

  it('are read among background texts, synonyms and in a count, too', async () => {
    const synonyms = 'prompts: { synonyms: [{ label: "white", texts: ["das Rot"] }] }';
    const asked = await segmentation(`labels: ["white"], background: ["blau"], ${synonyms}`);
    expect(codes(asked).sort()).toEqual([
      ['LABEL_TRANSLATED', 'background[0]'],
      ['LABEL_TRANSLATED', 'prompts.synonyms[0].texts[0]'],
    ]);
    const { segments } = await segmentation(
      'labels: ["white"], background: ["blue"], prompts: { synonyms: [{ label: "white", texts: ["red"] }] }',
    );
    expect(asked.segments).toEqual(segments);
    const { count } = await ask('count(of: "das Rot") { meta { notices { code field } } }');
    expect(codes(count)).toEqual([['LABEL_TRANSLATED', 'of']]);
  });

  it('are given to the encoder as they are written where the client says so, and where a pack has no words', async () => {
    const unread = await segmentation('labels: ["red", "das Rot"]', 'tiny');
    const asked = await segmentation('labels: ["red", "das Rot"], prompts: { asWritten: true }');
    expect(asked.segments).toEqual(unread.segments);
    expect(asked.meta.notices.map(({ code }: { code: string }) => code)).not.toContain('LABEL_TRANSLATED');
  });

  it('are described as the pack says, or as the client does', async () => {
    const score = async (args: string, encoder?: string): Promise<number> => (await segmentation(args, encoder)).segments[0].score;
    const described = (text: string) => `labels: ["blue"], prompts: { descriptions: [{ label: "blue", texts: ["${text}"] }] }`;
    expect(await score('labels: ["blue"]')).toBe(await score(described('red'), 'tiny'));
    expect(await score(described('white'))).toBe(await score(described('white'), 'tiny'));
    expect(await score('labels: ["blue"]')).not.toBe(await score('labels: ["blue"]', 'tiny'));
  });
});
