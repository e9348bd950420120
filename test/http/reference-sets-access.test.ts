import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Config } from '../../src/core/config.js';
import { copyTiny } from '../fixtures/packs/copy-tiny.js';
import { ADD, ASK, CREATE, DELETE, ITEMS, items, LIST, part, REMOVE, setAsker } from './set-queries.js';
import { startTiny, type TinyServer } from './tiny-server.js';

const [A, B] = ['a-key-0123456789-abcdefghij', 'b-key-0123456789-abcdefghij'];
const API_KEYS = `a=${A},b=${B}`;

let folder: string;
let normals: { data: string }[];
let bad: { data: string };
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'denseql-sets-'));
  normals = await Promise.all([0, 7, 12, 21].map((light) => part(light)));
  bad = await part(9, true);
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs a test on a server of its own, whose sets lie in a folder of this name. */
async function on(name: string, settings: Partial<Config>, test: (server: TinyServer) => Promise<void>): Promise<void> {
  const server = await startTiny({ SETS_DIR: join(folder, name), ...settings });
  try {
    await test(server);
  } finally {
    await server.close();
  }
}
const as = (server: TinyServer, key: string) => setAsker(() => server, { 'x-api-key': key });

describe('sets of two keys', () => {
  it('are seen, changed and deleted by their own key alone, before and after a restart with another secret', async () => {
    let id = '';
    await on('keys', { API_KEYS }, async (server) => {
      const [a, b] = [as(server, A), as(server, B)];
      ({ id } = await a.create(normals));
      for (const [query, variables] of [
        [ITEMS, { id }],
        [ADD, { id, items: items(normals) }],
        [REMOVE, { id, items: [] }],
        [DELETE, { id }],
        [ASK, { source: bad, set: id }],
      ] as const)
        expect(await b.failed(query, variables)).toEqual([expect.stringMatching(/^SET_NOT_FOUND/)]);
      expect(await b.done(LIST)).toEqual({ referenceSets: [] });
      // Nor does one learn by what a set costs whether another has its pictures.
      const { body } = await b.send(CREATE, { items: items(normals) });
      expect(body.extensions.denseql.encoderRuns).toBe(4);
    });
    await on('keys', { API_KEYS: `a=another-key-0123456789-abc,b=${B}` }, async (server) => {
      const renewed = as(server, 'another-key-0123456789-abc');
      expect((await renewed.done(LIST)).referenceSets).toEqual([{ id, name: 'flanges', size: 4 }]);
      expect((await as(server, B).done(LIST)).referenceSets).toHaveLength(1);
      expect((await renewed.done(ASK, { source: bad, set: id })).image.anomaly).toMatchObject({
        isAnomalous: true,
        meta: { encoderRuns: 1 },
      });
    });
    // Without keys everybody is nobody's.
    await on('keys', {}, async (server) => expect(await setAsker(() => server).done(LIST)).toEqual({ referenceSets: [] }));
  });

  it('count against their own quota', async () => {
    await on('quota', { API_KEYS, CLIENT_SETS_BYTES: 120_000 }, async (server) => {
      const [a, b] = [as(server, A), as(server, B)];
      const set = await a.create(normals.slice(0, 2));
      expect(set.bytes).toBeGreaterThan(60_000);
      expect(await a.failed(ADD, { id: set.id, items: items([...normals, bad]) })).toEqual([
        expect.stringMatching(
          new RegExp(
            `^LIMIT_EXCEEDED CLIENT_SETS_BYTES: ${set.bytes} bytes .* in use, and this needs \\d+ more, 120000 allowed.*deleteReferenceSet.*DENSEQL_CLIENT_SETS_BYTES`,
          ),
        ),
      ]);
      // What does not fit is refused before it is encoded.
      const fresh = await Promise.all([60, 61, 62].map((light) => part(light)));
      const { body } = await a.send(ADD, { id: set.id, items: items(fresh) });
      expect([body.errors[0].extensions.code, body.extensions.denseql.encoderRuns]).toEqual(['LIMIT_EXCEEDED', 0]);
      // What is there already needs no room.
      await a.done(ADD, { id: set.id, items: items(normals.slice(0, 2)) });
      expect((await a.done(ITEMS, { id: set.id })).referenceSet).toMatchObject({ size: 2, bytes: set.bytes });
      await b.create(normals.slice(0, 2));
      await a.done(DELETE, { id: set.id });
      await a.create(normals.slice(1, 3));
    });
    await on('quota', { API_KEYS, SETS_BYTES: 100_000 }, async (server) =>
      expect(await as(server, B).failed(CREATE, { items: items([bad]) })).toEqual([expect.stringMatching(/^LIMIT_EXCEEDED SETS_BYTES/)]),
    );
  });
});

describe('without keys sets are', () => {
  it.each<[string, Partial<Config>]>([
    ['DENSEQL_HOST', { HOST: '0.0.0.0' }],
    ['DENSEQL_TRUST_PROXY', { TRUST_PROXY: '1' }],
    ['DENSEQL_ALLOWED_HOSTS', { ALLOWED_HOSTS: '*' }],
    ['DENSEQL_CORS_ORIGIN', { CORS_ORIGIN: '*' }],
  ])('off where others than this machine reach them: %s', async (setting, settings) => {
    await on('off', settings, async (server) => {
      const { failed } = setAsker(() => server);
      const refused = [expect.stringMatching(new RegExp(`^SETS_FORBIDDEN .*${setting}.*DENSEQL_API_KEYS`)) as string];
      for (const [query, variables] of [
        [LIST, {}],
        [ITEMS, { id: 'x' }],
        [CREATE, { items: items(normals) }],
        [ADD, { id: 'x', items: items(normals) }],
        [REMOVE, { id: 'x', items: [] }],
        [DELETE, { id: 'x' }],
        [ASK, { source: bad, set: 'x' }],
      ] as const)
        expect(await failed(query, variables)).toEqual(refused);
      expect(existsSync(join(folder, 'off'))).toBe(false);
    });
  });

  it('on with keys, wherever the server listens', async () => {
    await on('wide', { API_KEYS, CORS_ORIGIN: '*', ALLOWED_HOSTS: '*' }, async (server) => void (await as(server, A).create(normals)));
  });
});

describe('a mutation', () => {
  it('comes by POST as JSON alone, persisted or not', async () => {
    await on('get', {}, async (server) => {
      const { done, send } = setAsker(() => server);
      const query = 'mutation Make { createReferenceSet(name: "x") { size } }';
      const sha256Hash = createHash('sha256').update(query).digest('hex');
      const persistedQuery = { version: 1, sha256Hash };
      const byPost = await server.send(JSON.stringify({ query, extensions: { persistedQuery } }));
      expect(byPost.body.data).toEqual({ createReferenceSet: { size: 0 } });
      const byHash = await server.send(JSON.stringify({ extensions: { persistedQuery } }));
      expect(byHash.body.data).toEqual({ createReferenceSet: { size: 0 } });
      const get = (asked: [string, string], headers = {}) =>
        fetch(`${server.url}graphql?${new URLSearchParams([asked]).toString()}`, { headers });
      for (const asked of [
        ['query', query],
        ['extensions', JSON.stringify({ persistedQuery })],
      ] as [string, string][])
        for (const headers of [{}, { 'apollo-require-preflight': '1' }, { 'sec-fetch-site': 'same-origin' }]) {
          const response = await get(asked, headers);
          expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
        }
      // What a page of another site can make a browser send.
      for (const [type, body] of [
        ['text/plain', JSON.stringify({ query })],
        ['application/x-www-form-urlencoded', new URLSearchParams({ query }).toString()],
      ] as const) {
        const response = await fetch(`${server.url}graphql`, { method: 'POST', headers: { 'content-type': type }, body });
        expect(response.status).toBeGreaterThanOrEqual(400);
      }
      expect((await done(LIST)).referenceSets).toHaveLength(2);
      expect((await send('mutation { nothing }')).body.errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    });
  });

  it('is counted as queries are, across aliases, before anything of it runs', async () => {
    await on('budget', { MAX_IMAGES: 4, MAX_PASSES: 3, MAX_REGIONS: 5 }, async (server) => {
      const { done, failed } = setAsker(() => server);
      const two =
        'mutation ($a: [ReferenceInput!]!, $b: [ReferenceInput!]!) { a: createReferenceSet(name: "a", items: $a) { id } b: createReferenceSet(name: "b", items: $b) { id } }';
      const passes = server.app.platform.encoder.status().imagePasses;
      expect(await failed(two, { a: items(normals), b: items([bad]) })).toEqual([expect.stringMatching(/^LIMIT_EXCEEDED MAX_IMAGES: 5/)]);
      const parts = [1, 2, 3, 4, 5, 6].map((width) => ({ source: normals[0], box: { x: 0, y: 0, width, height: 9 } }));
      expect(await failed(CREATE, { items: parts })).toEqual([expect.stringMatching(/^LIMIT_EXCEEDED MAX_REGIONS: 6/)]);
      expect(await failed(two, { a: parts.slice(0, 3), b: parts.slice(3) })).toEqual([
        expect.stringMatching(/^LIMIT_EXCEEDED MAX_REGIONS: 6/),
      ]);
      expect(server.app.platform.encoder.status().imagePasses).toBe(passes);
      expect(await done(LIST)).toEqual({ referenceSets: [] });
      // Passes show as they are taken.
      expect(await failed(CREATE, { items: items(normals) })).toEqual([expect.stringMatching(/^LIMIT_EXCEEDED MAX_PASSES/)]);
      expect(await done(LIST)).toEqual({ referenceSets: [] });
    });
  });

  it('keeps to the passes a minute of its key', async () => {
    await on('minute', { API_KEYS: `a=${A};passes=3` }, async (server) => {
      const { failed, create } = as(server, A);
      await create(normals.slice(0, 2));
      expect(await failed(CREATE, { items: items(normals.slice(2)) })).toEqual([expect.stringMatching(/^RATE_LIMITED/)]);
    });
  });

  it('that has no time left keeps nothing', async () => {
    await on('deadline', { DEADLINE_MS: 1 }, async (server) => {
      const { failed } = setAsker(() => server);
      expect(await failed(CREATE, { items: items(normals) })).toEqual([expect.stringMatching(/^DEADLINE_EXCEEDED/)]);
    });
    await on('deadline', {}, async (server) => expect(await setAsker(() => server).done(LIST)).toEqual({ referenceSets: [] }));
  });

  it('that fails inside says no more than its request’s id', async () => {
    await on('masked', {}, async (server) => {
      const { platform } = server.app;
      Object.assign(platform.references, { delete: () => Promise.reject(new Error(`secret of ${folder}`)) });
      const { body, text } = await setAsker(() => server).send(DELETE, { id: 'x' });
      expect(body.data).toEqual({ deleteReferenceSet: null });
      expect(body.errors[0].extensions).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', requestId: expect.any(String) as string });
      expect(text).not.toMatch(/secret|denseql-sets/);
    });
  });
});

describe('a set whose encoder is another one now', () => {
  const BY_ENCODER = `query ($source: ImageSource!, $set: ID!) { image(source: $source, encoder: "tiny") { anomaly(by: { memory: { referenceSet: $set } }) { isAnomalous } } }`;
  let models: string;
  let other: string;
  let id: string;
  beforeAll(async () => {
    models = join(folder, 'models');
    other = await copyTiny(models, 'other', { logitScale: 2 });
    await on('packs', {}, async (server) => void ({ id } = await setAsker(() => server).create(normals)));
  });

  it('is refused with the way out, and can be seen and deleted', async () => {
    await on('packs', { PACK: other, MODELS_DIR: models }, async (server) => {
      const { failed, done } = setAsker(() => server);
      const refused = [expect.stringMatching(/^BAD_INPUT .*the encoder "tiny".*DENSEQL_PACK.*anew/) as string];
      expect(await failed(ASK, { source: bad, set: id })).toEqual(refused);
      expect(await failed(ADD, { id, items: items([bad]) })).toEqual(refused);
      expect((await done(ITEMS, { id })).referenceSet).toMatchObject({ encoder: 'tiny', size: 4 });
    });
  });

  it('is refused by another revision of its pack', async () => {
    const PACK = await copyTiny(join(folder, 'revised'), 'tiny', { revision: '99' });
    await on('packs', { PACK }, async (server) => {
      const { failed } = setAsker(() => server);
      const refused = [expect.stringMatching(/^BAD_INPUT .*another revision.*tiny@99/) as string];
      expect(await failed(ASK, { source: bad, set: id })).toEqual(refused);
      expect(await failed(ADD, { id, items: items([bad]) })).toEqual(refused);
    });
  });

  it('answers beside another encoder where its pack is there', async () => {
    await copyTiny(models, 'tiny');
    await on('packs', { PACK: other, MODELS_DIR: models }, async (server) => {
      const { done } = setAsker(() => server);
      expect((await done(BY_ENCODER, { source: bad, set: id })).image.anomaly.isAnomalous).toBe(true);
      expect((await done(ADD, { id, items: items([await part(30)]) })).addToReferenceSet.size).toBe(5);
    });
  });
});
