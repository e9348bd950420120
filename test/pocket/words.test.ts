import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadPack } from '../../src/core/packs/load-pack.js';
import { packWords, type PackWords } from '../../src/core/packs/words.js';
import { createReadLabel, type Reading } from '../../src/core/text/reading/read-labels.js';
import type { App } from '../../src/server/compose.js';
import { askAbout, pocketApp } from './pocket-encoder.js';

let words: PackWords;
beforeAll(async () => {
  words = (await packWords(await loadPack('pocket'))())!;
});

const alone = (label: string): Reading => createReadLabel(words, [label])(label);
const rows = async (file: string): Promise<string[]> =>
  (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '' && !line.startsWith('#'));

describe("the shipped pack's words", () => {
  it('leave the names that they translate to, and those of the yardstick, as they are', async () => {
    const named = (await rows('training/words/nouns.tsv')).map((row) => row.split('\t')[0]!.split('/')[0]!);
    const scenes = (await rows('training/eval/scenes.jsonl')).join('\n').matchAll(/"label":\s*"([^"]+)"/gu);
    const boxes = (await rows('training/eval/boxes.jsonl')).join('\n').matchAll(/"concept":\s*"([^"]+)"/gu);
    const names = new Set([...named, ...[...scenes, ...boxes].map(([, label]) => label!)]);
    expect(names.size).toBeGreaterThan(1300);
    const changed = [...names].map(alone).filter(({ label, text, from, foreign }) => from !== null || foreign || text !== label);
    // What is in the plural is asked for in the singular.
    expect(changed.map(({ label, text }) => `${label} > ${text}`).sort()).toEqual([
      'abc blocks > abc block',
      'admission tickets > admission ticket',
      'cherries > cherry',
      'feathers > feather',
      'fish scales > fish scale',
      'ruins > ruin',
      'scales > scale',
      'socks > sock',
      'teeth > tooth',
    ]);
  });

  it('are those of the tables', async () => {
    const table = (await rows('training/words/nouns.tsv')).map((row) =>
      row.split('\t').map((cell) => cell.split(', ').map((word) => word.split('/')[0]!)),
    );
    const built = words.languages.map(({ nouns }) => nouns);
    const missing = table.flatMap(([names, ...cells]) =>
      cells.flatMap((cell, language) => cell.filter((word) => !built[language]![names![0]!]!.includes(word.toLowerCase()))),
    );
    expect([missing, Object.keys(built[0]!)]).toEqual([[], table.map(([names]) => names![0])]);
    const described = (await rows('training/words/descriptions.tsv')).map((row) => row.split('\t'));
    expect(Object.entries(words.descriptions).map(([name, [text]]) => [name, text])).toEqual(described);
  });

  it('have a thousand nouns and the commonest colours in four languages, each word read as what it means', () => {
    for (const { name, nouns, adjectives, articles } of words.languages) {
      expect(Object.keys(nouns).length).toBeGreaterThan(1000);
      for (const colour of ['red', 'blue', 'green', 'yellow', 'black', 'white', 'grey', 'brown', 'orange', 'pink', 'purple', 'golden'])
        expect(adjectives[colour]?.length).toBeGreaterThan(0);
      const wrong = Object.entries(nouns).flatMap(([english, forms]) =>
        forms.map((form) => ({ english, form, read: readIn(name, form, articles) })).filter(({ read }) => read.text !== english),
      );
      expect(wrong.map(({ form, english, read }) => `${form}: ${english}, not ${read.text}`)).toEqual([]);
    }
  });

  /** Beside two words that are of the language alone. */
  const readIn = (language: string, form: string, articles: readonly string[]): Reading => {
    const label = articles.length > 0 ? `${articles[0]!} ${form}` : form;
    const company = { German: ['Löffel', 'Gürtel'], French: ['fenêtre', 'œufs'], Spanish: ['ventanas', 'niños'], Russian: [] }[language]!;
    return createReadLabel(words, company)(label);
  };

  it.each([
    ['die Katzen', 'cat'],
    ['schwarze Katze', 'black cat'],
    ['roter Apfel', 'red apple'],
    ['les chiens', 'dog'],
    ['voiture rouge', 'red car'],
    ["l'œil", 'eye'],
    ['los árboles', 'tree'],
    ['arbol', 'tree'],
    ['flores amarillas', 'yellow flower'],
    ['собаки', 'dog'],
    ['Красная машина', 'red car'],
    ['жёлтые цветы', 'yellow flower'],
    ['a photo of the puppies.', 'puppy'],
    ['wine glasses', 'wine glass'],
    ['Gift', 'Gift'],
    ['chat', 'chat'],
    ['pain', 'pain'],
    ['le pain', 'bread'],
  ])('read %j as %j', (label, text) => {
    expect(alone(label).text).toBe(text);
  });
});

describe('the shipped pack', () => {
  let app: App;
  beforeAll(async () => {
    app = await pocketApp();
  });
  afterAll(() => app.close());

  it('finds in German, French, Spanish and Russian what it finds in English', async () => {
    const fields = (labels: string[]) =>
      `segmentation(labels: ${JSON.stringify(labels)}) { segments { score coverage mask { rle { counts } } } meta { notices { code } } }`;
    const plain = (await askAbout(app, 'pagoda', 'LOW', fields(['sky', 'tree']))).segmentation;
    expect(plain.meta.notices).toEqual([]);
    for (const labels of [
      ['der Himmel', 'Bäume'],
      ['le ciel', 'les arbres'],
      ['cielo', 'un árbol'],
      ['небо', 'деревья'],
    ]) {
      const asked = (await askAbout(app, 'pagoda', 'LOW', fields(labels))).segmentation;
      expect(asked.segments).toEqual(plain.segments);
      expect(asked.meta.notices.map(({ code }: { code: string }) => code)).toEqual(['LABEL_TRANSLATED', 'LABEL_TRANSLATED']);
    }
  });
});
