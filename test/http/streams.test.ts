import { createHash } from 'node:crypto';
import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
import { Client, fetchExchange } from '@urql/core';
import { parse } from 'graphql';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { apolloCache } from '../../src/client/cache/policies.js';
import { asData, painted } from './pictures.js';
import { startTiny, type TinyServer } from './tiny-server.js';

const FIELDS = `... on Image { width segmentation(labels: ["red", "blue"]) { segments { label coverage } } } ... on Problem { index code }`;
const BATCH = `subscription ($sources: [ImageSource!]!) { images(sources: $sources) { index outcome { __typename ${FIELDS} } } }`;

let server: TinyServer;
let pictures: { data: string }[];
beforeAll(async () => {
  server = await startTiny({ MAX_IMAGES: 64, MAX_PASSES: 64, LOG_LEVEL: 'silent' });
  const colors = Array.from({ length: 60 }, (_, i) => `#${(0xff0000 - i * 0x030101).toString(16).padStart(6, '0')}`);
  pictures = await Promise.all(colors.map(async (color) => asData(await painted(64, 48, color))));
});
afterAll(() => server.close());
afterEach(() => void vi.restoreAllMocks());

interface Event {
  readonly data?: { readonly images: { readonly index: number; readonly outcome: Record<string, unknown> } } | null;
  readonly errors?: unknown;
  readonly extensions: { readonly denseql: { readonly encoderRuns: number } };
}

const ask = (sources: unknown, init: RequestInit = {}, query = BATCH) =>
  fetch(`${server.url}graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...(init.headers as object) },
    body: JSON.stringify({ query, variables: { sources } }),
    signal: init.signal ?? null,
  });

/** The events of an answer as they come. */
async function* eventsOf(response: Response): AsyncGenerator<Event> {
  let text = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const [event, data] = text.slice(0, end).split('\ndata: ');
      text = text.slice(end + 2);
      if (event === 'event: next') yield JSON.parse(data!) as Event;
    }
  }
}

async function all<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const list: Value[] = [];
  for await (const value of values) list.push(value);
  return list;
}

/** Of a fresh server's encoder: passes that have begun, and a gate before the third one. */
function passes() {
  const { encoder } = server.app.platform;
  const encodeImage = encoder.encodeImage.bind(encoder);
  const count = { begun: 0, open: () => undefined as void };
  const gate = new Promise<void>((resolve) => void (count.open = resolve));
  vi.spyOn(encoder, 'encodeImage').mockImplementation(async (...call) => {
    count.begun += 1;
    if (count.begun >= 3) await gate;
    return encodeImage(...call);
  });
  return count;
}

describe('a batch of 60 pictures', () => {
  it('has its first answer before the third pass ends, all in order, and what the same query answers at once', async () => {
    const count = passes();
    const events: Event[] = [];
    for await (const event of eventsOf(await ask(pictures))) {
      events.push(event);
      // Were the first answer sent later, this would wait for ever.
      count.open();
    }
    expect(events.map(({ data }) => data?.images.index)).toEqual(pictures.map((_, index) => index));
    expect(events.at(-1)!.extensions.denseql.encoderRuns).toBe(60);
    const { body } = await server.query(`query ($sources: [ImageSource!]!) { images(sources: $sources) { __typename ${FIELDS} } }`, {
      sources: pictures,
    });
    expect(events.map(({ data }) => data?.images.outcome)).toEqual(body.data.images);
  });

  it('stops when it is cancelled: no further pass begins, and nothing of it waits', async () => {
    const fresh = await Promise.all(pictures.map(async (_, i) => asData(await painted(66, 48, `#0000${(40 + i).toString(16)}`))));
    const count = passes();
    const leaving = new AbortController();
    const events = eventsOf(await ask(fresh, { signal: leaving.signal }));
    expect((await events.next()).value).toMatchObject({ data: { images: { index: 0 } } });
    leaving.abort();
    await vi.waitFor(() => expect(server.app.underWay.count).toBe(0), 4000);
    count.open();
    // Whoever comes now is answered as if the batch had never been.
    const { body } = await server.query('{ image(source: { sample: "cat" }) { count(of: "red") { total } } }');
    expect(body.errors).toBeUndefined();
    expect(count.begun).toBeLessThanOrEqual(5);
    expect(server.app.platform.encoder.status().queued).toBe(0);
  });

  it('answers a bad picture by itself, and all others', async () => {
    const sources = [pictures[0], { data: 'AAAA' }, { sample: 'nowhere' }, pictures[1]];
    const events = await all(eventsOf(await ask(sources)));
    expect(events.map(({ data, errors }) => [data?.images.outcome['__typename'], data?.images.outcome['code'], errors])).toEqual([
      ['Image', undefined, undefined],
      ['Problem', 'BAD_IMAGE', undefined],
      ['Problem', 'UNKNOWN_SAMPLE', undefined],
      ['Image', undefined, undefined],
    ]);
  });

  it('has the error of a field at its own picture, with code and path', async () => {
    const query = BATCH.replace('["red", "blue"]', '["red", "red"]');
    const [event] = await all(eventsOf(await ask([pictures[0]], {}, query)));
    expect(event).toMatchObject({
      data: { images: { outcome: { width: 64, segmentation: null } } },
      errors: [{ path: ['images', 'outcome', 'segmentation'], extensions: { code: 'BAD_INPUT', field: 'labels[1]' } }],
    });
  });
});

describe('a batch that is known by its hash', () => {
  const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
  const byHash = (text: string, query?: string, accept = 'text/event-stream') =>
    fetch(`${server.url}graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body: JSON.stringify({
        query,
        variables: { sources: [pictures[0]] },
        extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(text) } },
      }),
    });

  it('is answered in pieces, after it has come once with its text', async () => {
    const text = `${BATCH} # by its hash`;
    const unknown = await byHash(text);
    expect([unknown.status, await unknown.json()]).toMatchObject([
      200,
      { errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }] },
    ]);
    const first = await all(eventsOf(await byHash(text, text)));
    expect(first).toMatchObject([{ data: { images: { index: 0, outcome: { __typename: 'Image' } } } }]);
    expect((await all(eventsOf(await byHash(text)))).map(({ data }) => data)).toEqual(first.map(({ data }) => data));
  });

  it('and a query, of who takes pieces, in one', async () => {
    const text = `query ($sources: [ImageSource!]!) { images(sources: $sources) { __typename } }`;
    const whole = (await (await byHash(text, text, 'application/json')).json()) as Event;
    const again = await byHash(text);
    expect(again.headers.get('content-type')).toMatch(/^application\/json/);
    expect([again.status, await again.json()]).toMatchObject([200, { data: whole.data }]);
  });
});

describe('what is wrong with a batch', () => {
  const codeOf = async (response: Response) => [
    response.status,
    ((await response.json()) as { errors: { extensions: { code: string } }[] }).errors[0]!.extensions.code,
  ];

  it.each<[string, () => Promise<Response>, unknown]>([
    ['more pictures than the limit', () => ask(Array.from({ length: 65 }, (_, i) => ({ data: `A${i}` }))), [400, 'LIMIT_EXCEEDED']],
    ['no pictures', () => ask([]), [400, 'BAD_INPUT']],
    ['two members of a source', () => ask([{ sample: 'cat', data: 'AAAA' }]), [400, 'BAD_USER_INPUT']],
    ['an unknown field', () => ask([], {}, 'subscription { images(sources: []) { nothing } }'), [400, 'GRAPHQL_VALIDATION_FAILED']],
    ['a client that takes one answer only', () => ask(pictures, { headers: { accept: 'application/json' } }), [406, 'BAD_REQUEST']],
  ])('%s is refused before anything runs', async (_what, asked, expected) => {
    const before = server.app.platform.encoder.status().imagePasses;
    expect(await codeOf(await asked())).toEqual(expected);
    expect(server.app.platform.encoder.status().imagePasses).toBe(before);
  });

  it('what no client may see is masked', async () => {
    vi.spyOn(server.app.platform, 'ask').mockImplementation(() => Promise.reject(new Error('a secret of /etc')));
    const text = await (await ask([pictures[0]])).text();
    expect(text).toContain('INTERNAL_SERVER_ERROR');
    expect(text).not.toContain('secret');
  });
});

describe('clients with their defaults', () => {
  const sources = () => [pictures[0]!, { data: 'AAAA' }, pictures[1]!];

  it('Apollo Client reads a batch, by its HttpLink alone', async () => {
    const client = new ApolloClient({ cache: new InMemoryCache(apolloCache), link: new HttpLink({ uri: `${server.url}graphql` }) });
    const seen: unknown[] = [];
    await new Promise<void>((complete, error) =>
      client
        .subscribe<{ images: { outcome: { __typename: string } } }>({ query: parse(BATCH), variables: { sources: sources() } })
        .subscribe({ next: ({ data, error: failed }) => seen.push(failed ?? data?.images.outcome.__typename), complete, error }),
    );
    expect(seen).toEqual(['Image', 'Problem', 'Image']);
  });

  it('urql reads a batch, with fetchSubscriptions', async () => {
    const client = new Client({
      url: `${server.url}graphql`,
      exchanges: [fetchExchange],
      fetchSubscriptions: true,
      preferGetMethod: false,
    });
    const seen: unknown[] = [];
    await new Promise<void>((resolve) => {
      client.subscription(BATCH, { sources: sources() }).subscribe(({ data, error }) => {
        seen.push(error ?? data?.images.outcome.__typename);
        if (seen.length === 3) resolve();
      });
    });
    expect(seen).toEqual(['Image', 'Problem', 'Image']);
  });
});
