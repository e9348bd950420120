import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asData, painted } from './pictures.js';
import { startTiny, type TinyServer } from './tiny-server.js';

const part = async (light: number, defect = false) =>
  asData(
    await painted(448, 448, `#20a0${20 + light}`, [
      { x: 112, y: 112, width: 112, height: 112, color: `#e0d0${20 + 2 * light}` },
      ...(defect ? [{ x: 280, y: 112, width: 56, height: 84, color: '#e02020' }] : []),
    ]),
  );

const SET = 'id name encoder detail content size bytes createdAt changedAt';
const CREATE = `mutation ($name: String!, $items: [ReferenceInput!]! = [], $detail: Detail! = MEDIUM) { createReferenceSet(name: $name, items: $items, detail: $detail) { ${SET} } }`;
const ADD = `mutation ($id: ID!, $items: [ReferenceInput!]!) { addToReferenceSet(id: $id, items: $items) { ${SET} } }`;
const REMOVE = `mutation ($id: ID!, $items: [ID!]!) { removeFromReferenceSet(id: $id, items: $items) { ${SET} } }`;
const DELETE = 'mutation ($id: ID!) { deleteReferenceSet(id: $id) }';
const ITEMS = `query ($id: ID!, $first: Int! = 100, $offset: Int! = 0) { referenceSet(id: $id) { ${SET} items(first: $first, offset: $offset) { id content width height label box { x y width height } } } }`;
const FOUND = 'score threshold isAnomalous percentile mapThreshold map { max } meta { encoderRuns notices { code field } }';
const ASK = `query ($source: ImageSource!, $set: ID!, $detail: Detail! = MEDIUM) { image(source: $source, detail: $detail) { anomaly(by: { memory: { referenceSet: $set } }) { ${FOUND} } } }`;

let folder: string;
let server: TinyServer;
let normals: { data: string }[];
let good: { data: string };
let bad: { data: string };
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'denseql-sets-'));
  server = await startTiny({ SETS_DIR: folder, MAX_PASSES: 8, MAX_IMAGES: 8 });
  normals = await Promise.all([0, 7, 12, 21].map((light) => part(light)));
  [good, bad] = await Promise.all([part(9), part(9, true)]);
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const items = (sources: readonly object[]) => sources.map((source) => ({ source }));
/** `data`, of what must not fail. */
const done = async (query: string, variables: object) => {
  const { body } = await server.query(query, variables);
  if (body.errors) console.log(JSON.stringify(server.logged.slice(-2), null, 1));
  expect(body.errors).toBeUndefined();
  return body.data;
};
const create = async (sources: readonly object[] = [], name = 'flanges') =>
  (await done(CREATE, { name, items: items(sources) })).createReferenceSet;
const failed = async (query: string, variables: object): Promise<string[]> => {
  const { body } = await server.query(query, variables);
  return (body.errors ?? []).map(
    ({ message, extensions }: { message: string; extensions: { code: string } }) => `${extensions.code} ${message}`,
  );
};

describe('a reference set', () => {
  it('is made, grows in batches, is listed and is deleted', async () => {
    const set = await create(normals.slice(0, 2));
    expect(set).toMatchObject({ name: 'flanges', encoder: 'tiny', detail: 'MEDIUM', size: 2 });
    const { addToReferenceSet: grown } = await done(ADD, {
      id: set.id,
      items: [{ source: normals[2], label: 'good', box: { x: 10, y: 20, width: 100, height: 50 } }],
    });
    expect(grown).toMatchObject({ id: set.id, size: 3, createdAt: set.createdAt });
    expect(grown.content).not.toBe(set.content);
    expect(grown.bytes).toBeGreaterThan(set.bytes);
    const { referenceSet } = await done(ITEMS, { id: set.id });
    expect(referenceSet.items).toHaveLength(3);
    expect(referenceSet.items[2]).toMatchObject({ width: 448, height: 448, label: 'good', box: { x: 10, y: 20, width: 100, height: 50 } });
    const { referenceSet: page } = await done(ITEMS, { id: set.id, first: 1, offset: 1 });
    expect(page.items).toEqual([referenceSet.items[1]]);
    expect((await done('{ referenceSets { id } }', {})).referenceSets).toContainEqual({ id: set.id });
    const { removeFromReferenceSet: smaller } = await done(REMOVE, { id: set.id, items: [referenceSet.items[2].id] });
    expect(smaller).toMatchObject({ size: 2, content: set.content });
    expect(await done(DELETE, { id: set.id })).toEqual({ deleteReferenceSet: set.id });
    expect(await failed(ITEMS, { id: set.id })).toEqual([expect.stringMatching(/^SET_NOT_FOUND/)]);
  });

  it('answers as its pictures do, without a pass for any of them', async () => {
    const set = await create(normals);
    const { anomaly } = (await done(ASK, { source: bad, set: set.id })).image;
    const byPictures = await done(
      `query ($source: ImageSource!, $normal: [ImageSource!]) { image(source: $source) { anomaly(by: { memory: { normal: $normal } }) { ${FOUND} } } }`,
      { source: bad, normal: normals },
    );
    const { meta, ...found } = anomaly;
    const { meta: _cost, ...same } = byPictures.image.anomaly;
    expect(found).toEqual(same);
    expect(found.isAnomalous).toBe(true);
    expect(meta).toEqual({ encoderRuns: 1, notices: [] });
    expect((await done(ASK, { source: good, set: set.id })).image.anomaly.isAnomalous).toBe(false);
  });
});
