import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PossibleTypesMap } from '@apollo/client';
import { buildClientSchema, getIntrospectionQuery } from 'graphql';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { apolloOf, ofImage, possibleTypesOf, type Reader } from './apollo.js';
import { everyField, hasValue } from './every-field.js';
import { asData, redAndBlue } from './pictures.js';
import { startTiny } from './tiny-server.js';
import type { TinyServer } from './tiny-server.js';
import { tinyWithHeads } from './tiny-with-heads.js';

let models: string;
let server: TinyServer;
let possibleTypes: PossibleTypesMap;
let source: { data: string };
let apollo: Reader;

beforeAll(async () => {
  models = await mkdtemp(join(tmpdir(), 'denseql-caches-'));
  // With a head that counts, so that there are points.
  server = await startTiny({ PACK: await tinyWithHeads(models, 'tiny-with-heads') });
  possibleTypes = await possibleTypesOf(server);
  source = asData(await redAndBlue());
});
afterAll(async () => {
  await server.close();
  await rm(models, { recursive: true });
});

/** What Apollo says on the console, e.g. "Cache data may be lost". It says each only once a process. */
const said: unknown[] = [];
beforeEach(() => {
  said.length = 0;
  for (const level of ['warn', 'error'] as const) vi.spyOn(console, level).mockImplementation((...words) => void said.push(words));
  apollo = apolloOf(server, possibleTypes, source);
});
afterEach(() => {
  vi.restoreAllMocks();
  apollo.client.stop();
});

/** Asks both, one after the other; then the cache alone has the answers to both. */
async function expectBothHeld(first: string, second: string): Promise<void> {
  const answers = [await apollo.ask(first), await apollo.ask(second)];
  expect([apollo.held(first), apollo.held(second)]).toEqual(answers);
  expect([await apollo.heldLater(first), await apollo.heldLater(second)]).toEqual(answers);
  expect(said).toEqual([]);
}

const segmentation = (fields: string) => `segmentation(labels: ["red", "blue"]) { id ${fields} }`;
const count = (fields: string) => `count(of: "red") { id ${fields} }`;
const long = (fields: string) => `segmentation(labels: ["${'green '.repeat(20)}"]) { id ${fields} }`;
const within = (region: string) => (fields: string) => `${region} { id ${fields} }`;
const PART = 'region(box: { x: 100, y: 0, width: 200, height: 200 })';
const ZOOMED = 'region(box: { x: 100, y: 0, width: 200, height: 200 }, zoom: true)';

describe("two selections of one question in Apollo's cache", () => {
  const both: readonly (readonly [string, string])[] = [
    [segmentation('segments { id label score }'), segmentation('segments { id mask { id area } }')],
    [segmentation('segments { id mask { id area } }'), segmentation('segments { id mask { id rle { id size counts } } }')],
    [segmentation('segments { id mask { id rle { id size } } }'), segmentation('segments { id mask { id rle { id counts } } }')],
    [segmentation('segments { id scoreMap { id min } }'), segmentation('segments { id scoreMap { id values } }')],
    [segmentation('segments { id box { id x } }'), segmentation('segments { id box { id y normalized { id x } } }')],
    [segmentation('segments { id mask { id polygons { id x } } }'), segmentation('segments { id mask { id polygons { id y } } }')],
    [segmentation('labelMap { id labels }'), segmentation('labelMap { id png }')],
    [segmentation('meta { id form }'), segmentation('meta { id pack notices { id code } }')],
    [long('meta { id notices { id code } }'), long('meta { id notices { id message field } }')],
    [segmentation('meta { id timings { id total } }'), segmentation('meta { id timings { id method } }')],
    [segmentation('overlay { id url }'), segmentation('overlay { id width }')],
    [segmentation('overlay { id width }'), segmentation('overlay(maxSize: 64) { id width }')],
    [count('total'), count('density { id max }')],
    [count('points { id x }'), count('points { id y } few: points(limit: 1) { id x }')],
    [segmentation('segments { id label }'), count('total')],
    ['width', 'height embedding'],
    ['picture { id width }', 'picture { id dataUri } small: picture(maxSize: 32) { id height }'],
  ];
  const places = { 'an image': (fields: string) => fields, 'a region': within(PART), 'a zoomed region': within(ZOOMED) };

  describe.each(Object.entries(places))('of %s', (_place, at) => {
    it.each(both)('%s, then %s', (first, second) => expectBothHeld(ofImage(at(first)), ofImage(at(second))));
  });

  it('by fragments on Visual, named and inline', async () => {
    const named = (fields: string) =>
      `fragment Shown on Visual { id ${fields} } query ($source: ImageSource!) { image(source: $source) { ...Shown ${PART} { ...Shown } } }`;
    const inline = ofImage(`... on Visual { ${segmentation('segments { id coverage }')} } ${PART} { ... on Visual { id width } }`);
    await expectBothHeld(named(segmentation('segments { id label }')), inline);
    await expectBothHeld(named(segmentation('segments { id score }')), named(count('total')));
  });

  it('one by itself, one beside other questions and under another name', async () => {
    await expectBothHeld(
      ofImage(segmentation('segments { id label }')),
      ofImage(`other: segmentation(labels: ["blue"]) { id segments { id label } } same: ${segmentation('segments { id score }')}`),
    );
  });

  it('whichever single fields they ask for: none of the schema erases another', async () => {
    const { body } = await server.query(getIntrospectionQuery());
    const fields = everyField(buildClientSchema(body.data));
    expect(fields.length).toBeGreaterThan(80);
    const answers: Record<string, unknown> = {};
    for (const { coordinate, query } of fields) answers[coordinate] = await apollo.ask(query);
    const empty = fields.filter((field) => !hasValue(answers[field.coordinate], field));
    expect(empty.map(({ coordinate }) => coordinate)).toEqual(['Anomaly.uncertainty', 'Meta.seed']);
    expect(Object.fromEntries(fields.map(({ coordinate, query }) => [coordinate, apollo.held(query)]))).toEqual(answers);
    expect(said).toEqual([]);
  });

  // What the tests above would see if there were no ids.
  it('lose data, and Apollo says so, where a client does not ask for ids', async () => {
    const [first, second] = ['form', 'device'].map((field) => ofImage(`segmentation(labels: ["red"]) { id meta { ${field} } }`));
    await apollo.ask(first!);
    await apollo.ask(second!);
    expect(apollo.held(first!)).toBeNull();
    expect(said.flat().join()).toContain('Cache data may be lost');
  });
});

describe("other questions in Apollo's cache", () => {
  const labels = 'labelMap { id labels png } segments { id label score coverage scoreMap { id values } }';
  const others: Readonly<Record<string, readonly [string, string]>> = {
    'other labels': [segmentation(labels), `segmentation(labels: ["red", "green"]) { id ${labels} }`],
    'another order of labels': [segmentation(labels), `segmentation(labels: ["blue", "red"]) { id ${labels} }`],
    'another option': [0, 1].map(
      (threshold) => `segmentation(labels: ["red", "blue"], by: { maskclip: { threshold: ${threshold} } }) { id ${labels} }`,
    ) as [string, string],
    'another size of masks': [8, 16].map(
      (maxSize) =>
        `segmentation(labels: ["red"], maxSize: ${maxSize}) { id labelMap { id png } overlay { id url } segments { id mask { id area width } } }`,
    ) as [string, string],
    'another region': [0, 100].map(
      (y) => `region(box: { x: 100, y: ${y}, width: 200, height: 100 }) { id box { id x y } ${segmentation(labels)} }`,
    ) as [string, string],
    'a region with and without zoom': [within(PART)(segmentation(labels)), within(ZOOMED)(segmentation(labels))],
    'another thing to count': [count('total of'), 'count(of: "blue") { id total of }'],
  };
  it.each(Object.entries(others))('%s: each keeps its answer', async (_what, [first, second]) => {
    await expectBothHeld(ofImage(first), ofImage(second));
  });

  it('another detail: each keeps its answer', async () => {
    const [low, high] = ['LOW', 'HIGH'].map(
      (detail) => `query ($source: ImageSource!) { image(source: $source, detail: ${detail}) { id ${segmentation(labels)} } }`,
    );
    await expectBothHeld(low!, high!);
  });
});
