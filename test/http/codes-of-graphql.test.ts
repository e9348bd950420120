import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApolloServerErrorCode } from '@apollo/server/errors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../../src/core/errors.js';
import { projectRoot } from '../../src/core/project-root.js';
import { tableAfter } from '../schema/markdown-table.js';
import { answerIn, head, rawSocket } from './raw-socket.js';
import { startTiny } from './tiny-server.js';
import type { TinyServer } from './tiny-server.js';

/** Codes with the statuses that they came with. */
const seen = new Set<string>();
const rows = tableAfter(readFileSync(join(projectRoot(), 'docs', 'errors.md'), 'utf8'), '## Codes of GraphQL itself');
const documented = new Map(rows.map(([code = '', status = '']) => [code.replaceAll('`', ''), status.split(', ').map(Number)]));

let server: TinyServer;
beforeAll(async () => void (server = await startTiny()));
afterAll(() => server.close());

const post =
  (body: string, headers: Record<string, string> = {}) =>
  (): Promise<Response> =>
    fetch(`${server.url}graphql`, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
const get =
  (path: string, options: RequestInit = {}) =>
  (): Promise<Response> =>
    fetch(server.url + path, options);
/** Fetch lets nobody write this header. */
const expecting = (expect: string) => async (): Promise<Response> => {
  const { send, whole } = rawSocket(server.url);
  await send(head('/graphql', `Expect: ${expect}`, 'Content-Length: 0'));
  const text = await whole();
  return new Response(text.slice(text.indexOf('\r\n\r\n') + 4), { status: answerIn(text)[0] });
};
const json = (value: unknown): string => JSON.stringify(value);
const unfit = 'query ($source: ImageSource!) { image(source: $source) { width } }';

const requests: readonly (readonly [string, string, () => Promise<Response>])[] = [
  ['no JSON', 'BAD_REQUEST', post('{ image')],
  ['no query', 'BAD_REQUEST', post('{}')],
  ['a list', 'BAD_REQUEST', post('[]')],
  ['another media type', 'BAD_REQUEST', post('<query/>', { 'content-type': 'application/xml' })],
  ['a charset that is not read', 'BAD_REQUEST', post('{}', { 'content-type': 'application/json; charset=x-none' })],
  ['another method', 'BAD_REQUEST', get('graphql', { method: 'PUT', body: '{}', headers: { 'content-type': 'application/json' } })],
  ['an answer that it does not take', 'BAD_REQUEST', post(json({ query: '{ __typename }' }), { accept: 'text/css' })],
  ['a path that cannot be decoded', 'BAD_REQUEST', get('pictures/%E0%A4%A')],
  ['a syntax error', 'GRAPHQL_PARSE_FAILED', post(json({ query: '{ image(' }))],
  ['an unknown field', 'GRAPHQL_VALIDATION_FAILED', post(json({ query: '{ nothing }' }))],
  ['an unknown operation', 'OPERATION_RESOLUTION_FAILURE', post(json({ query: 'query A { __typename }', operationName: 'B' }))],
  ['several operations', 'OPERATION_RESOLUTION_FAILURE', post(json({ query: 'query A { __typename } query B { __typename }' }))],
  [
    'a hash that is not of its query',
    'BAD_REQUEST',
    post(json({ query: '{ __typename }', extensions: { persistedQuery: { version: 1, sha256Hash: '0'.repeat(64) } } })),
  ],
  [
    'a variable that is null where a value must be',
    'BAD_USER_INPUT',
    post(json({ query: 'query ($id: ID) { image(source: { sample: $id }) { width } }' })),
  ],
  ['no variable', 'BAD_USER_INPUT', post(json({ query: unfit }))],
  ['a variable of another type', 'BAD_USER_INPUT', post(json({ query: unfit, variables: { source: 3 } }))],
  [
    'a hash that is not known',
    'PERSISTED_QUERY_NOT_FOUND',
    post(json({ extensions: { persistedQuery: { version: 1, sha256Hash: '0'.repeat(64) } } })),
  ],
  ['an unknown path', 'NOT_FOUND', get('nothing')],
  ['an unknown file of the root', 'NOT_FOUND', get('assets/nothing.js')],
  ['an unknown picture', 'NOT_FOUND', get('pictures/nothing.png')],
  ['an unknown file of the playground', 'NOT_FOUND', get('graphiql/assets/nothing.js')],
  ['something sent to the playground', 'NOT_FOUND', get('graphiql/x', { method: 'POST', body: '{}' })],
  ['a method that uploads do not take', 'BAD_REQUEST', get('uploads')],
  ['a method that pictures do not take', 'BAD_REQUEST', get('pictures/x.png', { method: 'DELETE' })],
  ['a method that the schema does not take', 'BAD_REQUEST', get('schema.graphql', { method: 'POST' })],
  ['something else than 100-continue expected', 'BAD_REQUEST', expecting('weird')],
];

describe('a request that is wrong before any field runs', () => {
  it.each(requests)('with %s is %s, with a status that is documented', async (_, code, send) => {
    const response = await send();
    const { errors, data } = (await response.json()) as { errors: { extensions: { code: string } }[]; data?: unknown };
    expect(errors.map(({ extensions }) => extensions.code)).toEqual([code]);
    expect(data).toBeUndefined();
    expect(documented.get(code)).toContain(response.status);
    seen.add(`${code} ${response.status}`);
  });

  it('has no documented status that no request gets', () => {
    const promised = [...documented].flatMap(([code, statuses]) => statuses.map((status) => `${code} ${status}`));
    expect([...seen].sort()).toEqual(promised.sort());
  });

  it('has no code in the sources of the server that is documented nowhere', () => {
    const folder = join(projectRoot(), 'src', 'server');
    const sources = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
    const written = sources.flatMap((name) => [...readFileSync(join(folder, name), 'utf8').matchAll(/\bcode: '([A-Z_]+)'/g)]);
    const codes = written.map(([, code = '']) => code);
    expect(codes).toContain('NOT_FOUND');
    expect(codes.filter((code) => !documented.has(code) && !(code in ERROR_CODES))).toEqual([]);
  });

  it('has no documented code that no request gets', () => {
    expect([...new Set(requests.map(([, code]) => code))].sort()).toEqual([...documented.keys()].sort());
  });

  it('has every code of Apollo Server documented, save the one of servers that persist no queries', () => {
    const known = new Set([...documented.keys(), ...Object.keys(ERROR_CODES), 'PERSISTED_QUERY_NOT_SUPPORTED']);
    expect(Object.values(ApolloServerErrorCode).filter((code) => !known.has(code))).toEqual([]);
  });
});

const messagesOf = async (body: string): Promise<string[]> => {
  const { errors } = (await (await post(body)()).json()) as { errors: { message: string }[] };
  return errors.map(({ message }) => message);
};

describe('what is said of a request that is wrong', () => {
  const JSON_TYPE = { 'content-type': 'application/json' };
  const persisted = (persistedQuery: unknown): RequestInit => ({
    body: json({ query: '{ __typename }', extensions: { persistedQuery } }),
    headers: JSON_TYPE,
  });
  const onlyJson =
    'Only JSON is read here, no forms, no plain texts, no pictures. Send Content-Type: application/json and {"query": "...", "variables": {}}. Send pictures to POST /uploads and name them by { upload: id }.';
  const notAllowed = (method: string): string =>
    `${method} is not allowed here, only GET, POST. Send JSON by POST: Content-Type: application/json and {"query": "...", "variables": {}}.`;

  it.each<[string, RequestInit, number, string]>([
    ['POST without a body', {}, 400, 'The request has no body. Send Content-Type: application/json and {"query": "...", "variables": {}}.'],
    ['PUT without a body', { method: 'PUT' }, 405, notAllowed('PUT')],
    ['PATCH of a form', { method: 'PATCH', body: new URLSearchParams({ a: 'b' }) }, 405, notAllowed('PATCH')],
    ['DELETE', { method: 'DELETE', headers: JSON_TYPE }, 405, notAllowed('DELETE')],
    ['a query as it is', { body: '{ __typename }', headers: { 'content-type': 'application/graphql' } }, 415, onlyJson],
    ['a picture', { body: 'bytes', headers: { 'content-type': 'image/jpeg' } }, 415, onlyJson],
    ['bytes of no type', { body: new Uint8Array(3) }, 415, onlyJson],
    ['a form', { body: new URLSearchParams({ query: '{ __typename }' }) }, 415, onlyJson],
    [
      'a list',
      { body: '[{ "query": "{ __typename }" }]', headers: JSON_TYPE },
      400,
      'A list of operations is not taken here, one object is. Send {"query": "...", "variables": {}}.',
    ],
    [
      'an empty list',
      { body: '[]', headers: JSON_TYPE },
      400,
      'A list of operations is not taken here, one object is. Send {"query": "...", "variables": {}}.',
    ],
    [
      'an empty object',
      { body: '{}', headers: JSON_TYPE },
      400,
      'The body is an object without members, or there is none. Send {"query": "...", "variables": {}}.',
    ],
    [
      'no query',
      { body: '{"query":""}', headers: JSON_TYPE },
      400,
      'There is no query in the request, and no hash of a persisted one. Send {"query": "...", "variables": {}}.',
    ],
    [
      'a persisted query of another version',
      persisted({ version: 2, sha256Hash: 'a' }),
      400,
      'extensions.persistedQuery: must be { "version": 1, "sha256Hash": "..." }; no other version is known here.',
    ],
    [
      'the hash of another query',
      persisted({ version: 1, sha256Hash: 'a' }),
      400,
      'extensions.persistedQuery.sha256Hash: is not the SHA-256 of this query, in hexadecimal. Hash the text of the query as it is sent.',
    ],
    [
      'plain bytes announced as gzip',
      { body: '{}', headers: { ...JSON_TYPE, 'content-encoding': 'gzip' } },
      400,
      'The header Content-Encoding announces "gzip", and the body is not, or not wholly, of that form. Compress it so, or leave the header out.',
    ],
    [
      'plain bytes announced as brotli',
      { body: '{}', headers: { ...JSON_TYPE, 'content-encoding': 'br' } },
      400,
      'The header Content-Encoding announces "br", and the body is not, or not wholly, of that form. Compress it so, or leave the header out.',
    ],
    [
      'an answer that it does not take',
      { body: '{"query":"{ __typename }"}', headers: { ...JSON_TYPE, accept: 'text/css' } },
      406,
      'The header Accept takes neither application/json nor application/graphql-response+json, and there is no other form of answers.',
    ],
    [
      'a page of another site',
      { method: 'GET', headers: { 'sec-fetch-site': 'cross-site' } },
      400,
      'A page of another site could have sent this, so that it is not answered. Send the query by POST with Content-Type: application/json, or add the header apollo-require-preflight: 1.',
    ],
  ])('%s: has the way out, and no word about what answers it', async (_name, options, status, message) => {
    const response = await get('graphql', { method: 'POST', ...options })();
    const { errors } = (await response.json()) as { errors: { message: string; extensions: { code: string } }[] };
    expect([response.status, errors]).toEqual([status, [{ message, extensions: { code: 'BAD_REQUEST' } }]]);
    if (status === 405) expect(response.headers.get('allow')).toBe('GET, POST');
  });

  it.each(['null', '1', '"text"', ' true'])('names what is expected where the body is %s', async (body) => {
    expect(await messagesOf(body)).toEqual(['The body is JSON, and no object. Send {"query": "...", "variables": {}}.']);
  });

  it('names what is expected where the body is no JSON', async () => {
    expect(await messagesOf('nothing')).toEqual(['The body is not JSON. Send {"query": "...", "variables": {}}.']);
  });

  it.each([
    ['fields', `${'{ image '.repeat(1900)} x ${'}'.repeat(1900)}`],
    ['lists', `{ image(source: ${'['.repeat(1900)}${']'.repeat(1900)}) { id } }`],
    ['objects', `{ image(source: ${'{ a: '.repeat(1200)} 1 ${'}'.repeat(1200)}) { id } }`],
    ['lists without an end', `{ image(source: ${'['.repeat(3900)}`],
    ['objects without an end', `{ image(source: ${'{ a: '.repeat(1300)}`],
    ['fields without an end', '{ a '.repeat(1950)],
    ['types without an end', `query ($a: ${'['.repeat(3900)}`],
    ['types', `query ($a: ${'['.repeat(1900)}Int${']'.repeat(1900)}) { __typename }`],
  ])('is a sentence about the query, and not about the stack, where %s are nested too deeply', async (_name, query) => {
    const response = await post(json({ query }))();
    const text = await response.text();
    expect(response.status).toBe(400);
    expect(text).not.toMatch(/call stack|INTERNAL_SERVER_ERROR/);
  });

  it('has a way out where there are more mistakes than are told', async () => {
    const mistakes = Array.from({ length: 150 }, (_, i) => `no${i}`).join(' ');
    const messages = await messagesOf(json({ query: `{ ${mistakes} }` }));
    expect(messages.at(-1)).toBe('There are more mistakes in the query than are told. Correct these, and send it again.');
    expect(messages.join()).not.toContain('aborted');
  });
});
