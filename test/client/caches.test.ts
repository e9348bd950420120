import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
import { cacheExchange } from '@urql/exchange-graphcache';
import { Client, fetchExchange } from '@urql/core';
import { getIntrospectionQuery, parse } from 'graphql';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { apolloCache, graphcacheKeys, possibleTypes } from '../../src/client/index.js';
import { possibleTypesOf } from '../http/apollo.js';
import { recordingFetch } from '../http/recording-fetch.js';
import { startTiny, type TinyServer } from '../http/tiny-server.js';

let server: TinyServer;
beforeAll(async () => void (server = await startTiny()));
afterAll(() => server.close());
afterEach(() => void vi.restoreAllMocks());

const asked = (fields: string) => `{ image(source: { sample: "cat" }) { ${fields} } }`;

it("has the server's interfaces and unions", async () => {
  expect(possibleTypes).toEqual(await possibleTypesOf(server));
});

it('two components with different selections of one question, without ids, fetch once each, and Apollo keeps both', async () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const calls: unknown[] = [];
  const counted: typeof fetch = (...given) => (calls.push(given), fetch(...given));
  const client = new ApolloClient({
    cache: new InMemoryCache(apolloCache),
    link: new HttpLink({ uri: `${server.url}graphql`, fetch: counted }),
  });
  const questions = ['meta { form device }', 'meta { pack timings { total } }'].map((fields) =>
    parse(asked(`... on Visual { segmentation(labels: ["red"]) { ${fields} } }`)),
  );
  const watched = questions.map((query) => client.watchQuery({ query }));
  const seen = watched.map(() => 0);
  const done = watched.map((query, place) => query.subscribe(({ data, loading }) => void (data && !loading && (seen[place]! += 1))));
  await vi.waitFor(() => expect(seen).toEqual([1, 1]));
  expect(calls).toHaveLength(2);
  for (const query of questions) expect(client.readQuery({ query })).not.toBeNull();
  expect(said).not.toHaveBeenCalled();
  for (const subscription of done) subscription.unsubscribe();
  client.stop();
});

it("urql's graphcache takes what has no id as a part of what it stands in, without a warning", async () => {
  const said = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const { body } = await server.query(getIntrospectionQuery());
  const exchanges = [cacheExchange({ schema: body.data, keys: graphcacheKeys }), fetchExchange];
  const client = new Client({ url: `${server.url}graphql`, exchanges, preferGetMethod: false, fetch: recordingFetch().fetch });
  const query = '{ serverInfo { version limits { images } encoder { state } } encoders { name } plugins { name methods { key } } }';
  const { data, error } = await client.query(query, {}).toPromise();
  expect(error).toBeUndefined();
  expect(data).toBeTruthy();
  expect((await client.query(query, {}, { requestPolicy: 'cache-only' }).toPromise()).data).toEqual(data);
  expect(said).not.toHaveBeenCalled();
});
