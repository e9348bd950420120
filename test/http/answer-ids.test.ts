import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asData, redAndBlue } from './pictures.js';
import { startTiny } from './tiny-server.js';
import type { TinyServer } from './tiny-server.js';

let server: TinyServer;
let source: { data: string };

beforeAll(async () => {
  server = await startTiny();
  source = asData(await redAndBlue());
});
afterAll(() => server.close());

/** Ids of everything that is selected, in order. */
async function idsOf(fields: string, of = server): Promise<string[]> {
  const { body } = await of.query(`query ($source: ImageSource!) { image(source: $source) { ${fields} } }`, { source });
  expect(body.errors).toBeUndefined();
  const ids: string[] = [];
  JSON.stringify(body.data, (key, value: unknown) => (key === 'id' && ids.push(value as string), value));
  return ids;
}

const segmentation = (args: string) => `segmentation(${args}) { id }`;
const count = (args: string) => `count${args && `(${args})`} { id }`;

const EVERYTHING = `id content
  picture { id }
  segmentation(labels: ["red", "blue"]) {
    id labelMap { id box { id normalized { id } } } overlay { id } meta { id timings { id } }
    segments { id box { id normalized { id } } mask { id box { id } rle { id } polygons { id } } scoreMap { id box { id } picture { id } } }
  }
  count(of: "red") { id density { id } points { id } overlay { id } meta { id timings { id } } }
  region(box: { x: 10, y: 20, width: 300, height: 200 }) { id box { id } segmentation(labels: ["red", "blue"]) { id segments { id } } }
  zoomed: region(box: { x: 10, y: 20, width: 300, height: 200 }, zoom: true) { id box { id } count(of: "red") { id meta { id } } }`;

describe('the id of an answer', () => {
  it('is the same for the same question, also on a server started anew with the same pack', async () => {
    const ids = await idsOf(EVERYTHING);
    expect(ids.length).toBeGreaterThan(40);
    expect(await idsOf(EVERYTHING)).toEqual(ids);
    const other = await startTiny();
    try {
      expect(await idsOf(EVERYTHING, other)).toEqual(ids);
    } finally {
      await other.close();
    }
  });

  it.each([
    ['labels that differ in spaces around them', segmentation('labels: ["red"]'), segmentation('labels: [" red "]')],
    ['defaults written out', segmentation('labels: ["red"]'), segmentation('labels: ["red"], maxSize: 1024, by: null, background: null')],
    ['the default method named', segmentation('labels: ["red"]'), segmentation('labels: ["red"], by: { maskclip: {} }')],
    [
      'an option given as its default is',
      segmentation('labels: ["red"], by: { maskclip: {} }'),
      segmentation('labels: ["red"], by: { maskclip: { minPresence: 0.5 } }'),
    ],
    ['people, the default', count(''), count('of: "person"')],
    [
      'boxes that are the same pixels',
      'region(box: { x: 0, y: 0, width: 10, height: 10 }) { id count(of: "red") { id } }',
      'region(box: { x: -5, y: 0, width: 14.5, height: 10 }) { id count(of: "red") { id } }',
    ],
  ])('is the same for %s', async (_what, first, second) => expect(await idsOf(second)).toEqual(await idsOf(first)));

  const plain = segmentation('labels: ["red", "blue"]');
  it.each([
    ['other labels', plain, segmentation('labels: ["red", "green"]')],
    ['labels in another order', plain, segmentation('labels: ["blue", "red"]')],
    ['another option', plain, segmentation('labels: ["red", "blue"], by: { maskclip: { minPresence: 0.4 } }')],
    ['another template', plain, segmentation('labels: ["red", "blue"], prompts: { templates: ["my {}"] }')],
    ['a synonym', plain, segmentation('labels: ["red", "blue"], prompts: { synonyms: [{ label: "red", texts: ["pink"] }] }')],
    ['a description', plain, segmentation('labels: ["red", "blue"], prompts: { descriptions: [{ label: "red", texts: ["it is red"] }] }')],
    ['a background', plain, segmentation('labels: ["red", "blue"], background: ["green"]')],
    ['no background', plain, segmentation('labels: ["red", "blue"], background: []')],
    ['another size of masks', plain, segmentation('labels: ["red", "blue"], maxSize: 64')],
    ['another task', segmentation('labels: ["person"]'), count('')],
    ['another thing to count', count(''), count('of: "red"')],
  ])('is another for %s', async (_what, first, second) => expect(await idsOf(second)).not.toEqual(await idsOf(first)));

  it('is another for every part of a picture, and every way to look at it', async () => {
    const part = 'box: { x: 0, y: 0, width: 100, height: 100 }';
    const fields = [
      plain,
      `region(${part}) { ${plain} }`,
      `region(${part}, zoom: true) { ${plain} }`,
      `region(${part}, zoom: true, detail: LOW) { ${plain} }`,
      `region(box: { x: 1, y: 0, width: 100, height: 100 }) { ${plain} }`,
      `region(${part}, zoom: true) { region(${part}) { ${plain} } }`,
    ];
    const ids = await Promise.all(fields.map((asked) => idsOf(asked)));
    expect(new Set(ids.flat()).size).toBe(fields.length);
  });

  // Relay keeps all objects by their ids alone.
  it('belongs to one type only', async () => {
    const { body } = await server.query(
      `query ($source: ImageSource!) { image(source: $source) { ${EVERYTHING.replaceAll(/\bid\b/g, 'id __typename')} } }`,
      { source },
    );
    const types = new Map<string, Set<string>>();
    JSON.stringify(body.data, (_key, value: { id?: string; __typename?: string } | null) => {
      if (value?.id) types.set(value.id, (types.get(value.id) ?? new Set()).add(value.__typename!));
      return value;
    });
    expect([...types].filter(([, names]) => names.size > 1)).toEqual([]);
  });
});
