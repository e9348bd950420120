import { cacheExchange } from '@urql/exchange-graphcache';
import { Client, fetchExchange } from '@urql/core';
import { getIntrospectionQuery } from 'graphql';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ofImage } from './apollo.js';
import { recordingFetch } from './recording-fetch.js';
import { asData, redAndBlue } from './pictures.js';
import { startTiny } from './tiny-server.js';
import type { TinyServer } from './tiny-server.js';

let server: TinyServer;
let variables: { source: unknown };
let client: Client;
let recording: ReturnType<typeof recordingFetch>;
const said: unknown[] = [];

beforeAll(async () => {
  server = await startTiny();
  variables = { source: asData(await redAndBlue()) };
});
afterAll(() => server.close());
beforeEach(async () => {
  said.length = 0;
  for (const level of ['warn', 'error'] as const) vi.spyOn(console, level).mockImplementation((...words) => void said.push(words));
  const { body } = await server.query(getIntrospectionQuery());
  const exchanges = [cacheExchange({ schema: body.data }), fetchExchange];
  recording = recordingFetch();
  client = new Client({ url: `${server.url}graphql`, exchanges, preferGetMethod: false, fetch: recording.fetch });
});
afterEach(() => {
  vi.restoreAllMocks();
});

const ask = async (query: string, requestPolicy: 'network-only' | 'cache-only') => {
  const { data, error, stale } = await client.query(query, variables, { requestPolicy }).toPromise();
  expect([error, stale]).toEqual([undefined, false]);
  return data as unknown;
};

/** urql asks for types, and keeps them to itself. */
const withoutTypes = (data: unknown): unknown =>
  JSON.parse(JSON.stringify(data, (key, value: unknown) => (key === '__typename' ? undefined : value)));

const segmentation = (fields: string) => `segmentation(labels: ["red", "blue"]) { id ${fields} }`;

describe("two selections of one question in urql's graphcache, with its defaults", () => {
  it.each([
    [segmentation('segments { id label }'), segmentation('segments { id mask { id area } }')],
    [segmentation('segments { id mask { id rle { id size } } }'), segmentation('segments { id mask { id rle { id counts } } }')],
    [segmentation('segments { id box { id x } }'), segmentation('segments { id box { id y normalized { id x } } }')],
    [segmentation('segments { id scoreMap { id min } }'), segmentation('segments { id scoreMap { id values } }')],
    [segmentation('meta { id form timings { id total } }'), segmentation('meta { id pack timings { id method } notices { id code } }')],
    [segmentation('overlay { id url }'), segmentation('overlay { id width }')],
    ['count(of: "red") { id total points { id x } }', 'count(of: "red") { id density { id max } points { id y } }'],
    [`... on Visual { ${segmentation('segments { id label }')} }`, `... on Visual { ${segmentation('segments { id score }')} }`],
    ['region(box: { x: 0, y: 0, width: 90, height: 90 }) { id width }', 'region(box: { x: 0, y: 0, width: 90, height: 90 }) { id height }'],
  ])('%s, then %s', async (first, second) => {
    const queries = [ofImage(first), ofImage(second)];
    const answers: unknown[] = [];
    for (const query of queries) {
      await ask(query, 'network-only');
      answers.push(withoutTypes(recording.sent()));
    }
    for (const [index, query] of queries.entries()) expect(await ask(query, 'cache-only')).toEqual(answers[index]);
    expect(said).toEqual([]);
  });
});
