import { createHash, webcrypto } from 'node:crypto';
import { ApolloServer } from '@apollo/server';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { head, rawSocket } from './raw-socket.js';
import { startTiny, type TinyServer } from './tiny-server.js';

let server: TinyServer;
beforeAll(async () => void (server = await startTiny()));
afterAll(() => server.close());
afterEach(() => vi.restoreAllMocks());

interface GraphQLErrors {
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string; readonly field?: string } }[];
}
const get = async (parameters: Record<string, unknown>): Promise<readonly [number, GraphQLErrors]> => {
  const texts = Object.entries(parameters).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]);
  const search = new URLSearchParams(Object.fromEntries(texts) as Record<string, string>);
  const response = await fetch(`${server.url}graphql?${search.toString()}`);
  return [response.status, (await response.json()) as GraphQLErrors];
};
const codeOf = ({ errors }: GraphQLErrors): string | undefined => errors?.[0]?.extensions.code;

/** A name and a key that nothing in the schema is nearly as long as. */
const LONG = 'x'.repeat(300);
const QUERY = 'query ($s: ImageSource!) { image(source: $s) { id } }';
const ASKED = [
  ['a long name', { query: `{ ${LONG} }`, variables: {} }],
  ['a long name behind many parameters', { ...Object.fromEntries(Array.from({ length: 1100 }, (_, i) => [i, ''])), query: `{ ${LONG} }` }],
  ['many lines', { query: `{ ${'\n'.repeat(5000)} __typename }`, variables: {} }],
  ['a long key in its variables', { query: QUERY, variables: { s: { [LONG]: 1 } } }],
] as const;

describe('what GraphQL would take long to read is refused', () => {
  it.each(ASKED)('by POST: %s', async (_name, asked) => {
    const { status, body } = await server.send(JSON.stringify(asked));
    expect([status, codeOf(body as GraphQLErrors)]).toEqual([400, 'BAD_INPUT']);
  });

  it.each(ASKED)('by GET: %s', async (_name, asked) => {
    const [status, body] = await get(asked);
    expect([status, codeOf(body)]).toEqual([400, 'BAD_INPUT']);
  });

  it.each(ASKED)('in-process: %s', async (_name, { query, ...more }) => {
    const answer = await server.app.execute(query, 'variables' in more ? more.variables : {});
    expect(codeOf(answer as GraphQLErrors)).toBe('BAD_INPUT');
  });

  it('by GET with a hash, and is not kept under it', async () => {
    const query = `{ ${LONG} }`;
    const persistedQuery = { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') };
    expect(codeOf((await get({ query, extensions: { persistedQuery } }))[1])).toBe('BAD_INPUT');
    expect(codeOf((await get({ extensions: { persistedQuery } }))[1])).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  it('while a query by GET is answered, its variables too', async () => {
    const [status, body] = await get({ query: QUERY, variables: { s: { sample: 'cat' } } });
    expect([status, body.errors]).toEqual([200, undefined]);
  });
});

describe('a query with many mistakes', () => {
  it('is told ten of them', async () => {
    const { body } = await server.query(`{ ${Array.from({ length: 500 }, (_, i) => `no${i}`).join(' ')} }`);
    expect((body as GraphQLErrors).errors).toHaveLength(11);
  });

  it('is told ten of those in its variables', async () => {
    const sources = Array.from({ length: 500 }, () => 3);
    const { body } = await server.query('query ($s: [ImageSource!]!) { images(sources: $s) { __typename } }', { s: sources });
    expect((body as GraphQLErrors).errors).toHaveLength(11);
  });
});

it('says in a sentence, with a code, that fields and fragments are too many to be compared', async () => {
  const names = Array.from({ length: 8 }, (_, k) => `${'x'.repeat(200)}${k} `.repeat(400)).join('');
  const { status, body } = await server.query(`{ serverInfo { ${names} } }`);
  const { errors } = body as GraphQLErrors;
  const message = 'query: it says the same fields or fragments too often for all of them to be compared. Ask in several queries.';
  expect([status, errors]).toEqual([400, [{ message, extensions: { code: 'BAD_INPUT', field: 'query' } }]]);
});

it('does not check the queries of clients that have left', async () => {
  const handled = vi.spyOn(ApolloServer.prototype, 'executeHTTPGraphQLRequest');
  const body = JSON.stringify({ query: `{ ${'samples { id } '.repeat(300)} }` });
  const request = `${head('/graphql', 'Content-Type: application/json', `Content-Length: ${body.length}`)}${body}`;
  const clients = Array.from({ length: 40 }, () => rawSocket(server.url));
  await Promise.all(clients.map(({ send }) => send(request)));
  await vi.waitFor(() => expect(handled).toHaveBeenCalled(), { interval: 1 });
  for (const { socket } of clients) socket.resetAndDestroy();
  await server.query('{ __typename }');
  expect(handled.mock.calls.length).toBeLessThan(20);
});

describe('where a field stands that fails', () => {
  /** The same query behind a comment of so many characters. */
  const behind = (characters: number, query: string) => `#${'x'.repeat(characters)}\n${query}`;
  const FAILS =
    'query (\n  $s: [ImageSource!]!\n) {\n\n  images(sources: $s) { ... on Image {\r\n    one: segmentation(labels: [""]) { id }\r\r   two: region(box: { x: 0, y: 0, width: 0, height: 1 }) { id } } } }';

  it('is told as of a short query', async () => {
    const errorsOf = async (query: string) => (await server.query(query, { s: [{ sample: 'cat' }] })).body.errors as object[];
    const short = await errorsOf(behind(1, FAILS));
    expect(short).toMatchObject([{ locations: [{ line: 9, column: 4 }] }, { locations: [{ line: 7, column: 5 }] }]);
    expect(await errorsOf(behind(20_000, FAILS))).toEqual(short);
  });

  it('is told as of a short query that is not checked, too', async () => {
    const errorsOf = async (query: string) => (await server.query(query)).body.errors as object[];
    const query = '{\n  samples { id }\n  nothing\n serverInfo { version(a: 1) }\n}';
    const short = await errorsOf(behind(1, query));
    expect(short).toHaveLength(2);
    expect(await errorsOf(behind(20_000, query))).toEqual(short);
  });

  it('is not looked for anew for each of thousands of errors behind megabytes', async () => {
    const sources = Array.from({ length: 2000 }, () => ({ sample: 'cat' }));
    const start = performance.now();
    const query = 'query ($s: [ImageSource!]!) { images(sources: $s) { ... on Image { segmentation(labels: [""]) { id } } } }';
    const { body } = await server.query(behind(7_000_000, query), { s: sources });
    expect((body as GraphQLErrors).errors).toHaveLength(2000);
    // It took twenty seconds.
    expect(performance.now() - start).toBeLessThan(8000);
  });
});

it('hashes a picture that is asked for its id and url under many aliases once', async () => {
  const digest = vi.spyOn(webcrypto.subtle, 'digest');
  const hash = Array.from({ length: 25 }, (_, i) => `i${i}: id u${i}: url`).join(' ');
  const { body } = await server.query(`{ image(source: { sample: "cat" }) { picture(maxSize: 501, format: PNG) { ${hash} dataUri } } }`);
  const { dataUri, ...named } = body.data.image.picture as Record<string, string>;
  const { length } = Buffer.from(dataUri!.split(',')[1]!, 'base64');
  expect(digest.mock.calls.filter(([, bytes]) => bytes.byteLength === length)).toHaveLength(1);
  expect([new Set(Object.values(named)).size, named['u3']]).toEqual([2, `/pictures/${named['i3']}.png`]);
});
