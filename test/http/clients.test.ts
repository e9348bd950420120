import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
import { cacheExchange, Client, fetchExchange } from '@urql/core';
import { parse } from 'graphql';
import { GraphQLClient, request } from 'graphql-request';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTiny } from './tiny-server.js';
import type { TinyServer } from './tiny-server.js';

let server: TinyServer;
let url: string;
beforeAll(async () => {
  server = await startTiny();
  url = `${server.url}graphql`;
});
afterAll(() => server.close());

const QUERY = 'query Cat($id: ID!) { image(source: { sample: $id }) { width segmentation(labels: ["red"]) { segments { label } } } }';
const variables = { id: 'cat' };
const answer = { image: { width: 1280, segmentation: { segments: [{ label: 'red' }] } } };

/** A fetch that notes by which method it was asked. */
function noting() {
  const methods: (string | undefined)[] = [];
  const noted: typeof fetch = (input, init) => {
    methods.push(init?.method);
    return fetch(input, init);
  };
  return { methods, fetch: noted };
}

describe('clients with their defaults', () => {
  it('urql is answered, which sends short queries by GET', async () => {
    const { methods, fetch } = noting();
    const client = new Client({ url, exchanges: [cacheExchange, fetchExchange], fetch });
    const { data, error } = await client.query(QUERY, variables).toPromise();
    expect(error).toBeUndefined();
    expect(data).toMatchObject(answer);
    expect(methods).toEqual(['GET']);
  });

  it('urql is answered where a query is too long for GET', async () => {
    const { methods, fetch } = noting();
    const client = new Client({ url, exchanges: [cacheExchange, fetchExchange], fetch });
    const long = await client
      .query('query ($labels: [String!]!) { image(source: { sample: "cat" }) { segmentation(labels: $labels) { segments { label } } } }', {
        labels: Array.from({ length: 100 }, (_, i) => `a label of some length, number ${i}`),
      })
      .toPromise();
    expect(long.error).toBeUndefined();
    expect(methods.at(-1)).toBe('POST');
  });

  it('graphql-request is answered, by its function and its client, and throws what is wrong', async () => {
    expect(await request(url, QUERY, variables)).toEqual(answer);
    expect(await new GraphQLClient(url).request(QUERY, variables)).toEqual(answer);
    expect(await new GraphQLClient(url, { method: 'GET' }).request(QUERY, variables)).toEqual(answer);
    await expect(request(url, QUERY, { id: 'nowhere' })).rejects.toMatchObject({
      response: { errors: [{ extensions: { code: 'UNKNOWN_SAMPLE' } }] },
    });
  });

  it('Apollo Client is answered, by POST and by GET', async () => {
    for (const useGETForQueries of [false, true]) {
      const client = new ApolloClient({ cache: new InMemoryCache(), link: new HttpLink({ uri: url, useGETForQueries }) });
      const { data, error } = await client.query({ query: parse(QUERY), variables });
      expect(error).toBeUndefined();
      expect(data).toMatchObject(answer);
    }
  });
});
