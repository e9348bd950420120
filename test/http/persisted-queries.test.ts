import { createHash } from 'node:crypto';
import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTiny } from './tiny-server.js';
import type { TinyServer } from './tiny-server.js';

let server: TinyServer;
beforeAll(async () => void (server = await startTiny()));
afterAll(() => server.close());

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const QUERY = '{ image(source: { sample: "cat" }) { width } }';

/** A client of Apollo's defaults with persisted queries, and what it sent. */
function persisting(useGETForHashedQueries: boolean) {
  const sent: string[] = [];
  const link = new HttpLink({
    uri: `${server.url}graphql`,
    fetch: (url, options) => {
      const request = typeof options?.body === 'string' ? options.body : decodeURIComponent(url as string);
      sent.push(`${options?.method} ${request.includes('image(source') ? 'query' : 'hash'}`);
      return fetch(url, options);
    },
  });
  const persisted = new PersistedQueryLink({ sha256, useGETForHashedQueries });
  return { sent, client: new ApolloClient({ cache: new InMemoryCache(), link: persisted.concat(link) }) };
}

describe("Apollo Client's persisted queries", () => {
  it.each([
    [false, 'cat', 'POST'],
    [true, 'spaniels', 'GET'],
  ])('are answered by their hash once they are known (by GET: %s)', async (byGet, sample, method) => {
    const { client, sent } = persisting(byGet);
    const query = parse(`query Cat { image(source: { sample: "${sample}" }) { width } }`);
    const first = await client.query({ query, fetchPolicy: 'network-only' });
    const second = await client.query({ query, fetchPolicy: 'network-only' });
    expect(first.data).toEqual({ image: expect.objectContaining({ width: expect.any(Number) }) });
    expect(second.data).toEqual(first.data);
    expect(sent).toEqual([`${method} hash`, 'POST query', `${method} hash`]);
  });
});

describe('a persisted query that is none', () => {
  const known = { version: 1, sha256Hash: sha256(QUERY) };
  it.each([
    ['of another version', { ...known, version: 2 }],
    ['without a version', { sha256Hash: known.sha256Hash }],
    ['whose hash is of another query', { ...known, sha256Hash: '0'.repeat(64) }],
    ['without a hash', { version: 1 }],
    ['whose hash is a number', { version: 1, sha256Hash: 3 }],
    ['whose hash is an object', { version: 1, sha256Hash: { toString: 1, valueOf: 1 } }],
    ['that is a number', 3],
    ['that is a text', 'x'],
    ['that is a list', []],
  ])('%s is BAD_REQUEST, as nothing of it ran', async (_name, persistedQuery) => {
    const { status, body } = await server.send(JSON.stringify({ query: QUERY, extensions: { persistedQuery } }));
    expect([status, body.data]).toEqual([400, undefined]);
    expect(body.errors).toEqual([{ message: expect.any(String), extensions: { code: 'BAD_REQUEST' } }]);
  });

  it.each([3, null, [], { toString: 1, valueOf: 1 }, undefined])('of the hash %j alone is not known', async (sha256Hash) => {
    const { body } = await server.send(JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash } } }));
    expect(body.errors[0].extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  it('is not kept: a query that does not fit the schema is not known by its hash afterwards', async () => {
    const query = '{ nothing }';
    const persistedQuery = { version: 1, sha256Hash: sha256(query) };
    await server.send(JSON.stringify({ query, extensions: { persistedQuery } }));
    const { body } = await server.send(JSON.stringify({ extensions: { persistedQuery } }));
    expect(body.errors[0].extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
  });
});
