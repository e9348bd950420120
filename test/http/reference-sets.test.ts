import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asData, painted } from './pictures.js';
import { ADD, ASK, CREATE, DELETE, FOUND, ITEMS, items, LIST, part, REMOVE, setAsker } from './set-queries.js';
import { startTiny, type TinyServer } from './tiny-server.js';

const BY_PICTURES = `query ($source: ImageSource!, $normal: [ImageSource!]) { image(source: $source) { anomaly(by: { memory: { normal: $normal } }) { ${FOUND} } } }`;
const memory = (options: string) =>
  `query ($source: ImageSource!${options.includes('$set') ? ', $set: ID' : ''}) { image(source: $source) { anomaly(by: { memory: { ${options} } }) { score } } }`;

let folder: string;
let server: TinyServer;
let normals: { data: string }[];
let good: { data: string };
let bad: { data: string };
const { done, failed, create } = setAsker(() => server);
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

/** @returns the answer, without what it cost */
const ask = async (set: string, source: object, query = ASK) => {
  const { id, meta, ...found } = (await done(query, { source, set })).image.anomaly;
  return { id, meta, found };
};
const codes = (meta: { notices: { code: string }[] }) => meta.notices.map(({ code }) => code);

describe('a reference set', () => {
  it('is made, grows in batches, is listed and is deleted', async () => {
    const set = await create(normals.slice(0, 2));
    expect(set).toMatchObject({ name: 'flanges', encoder: 'tiny', detail: 'MEDIUM', size: 2 });
    const added = { source: normals[2], label: 'good', box: { x: 10, y: 20, width: 100, height: 50 } };
    const { addToReferenceSet: grown } = await done(ADD, { id: set.id, items: [added] });
    expect(grown).toMatchObject({ id: set.id, size: 3, createdAt: set.createdAt });
    expect(grown.content).not.toBe(set.content);
    expect(grown.bytes).toBeGreaterThan(set.bytes);
    const { referenceSet } = await done(ITEMS, { id: set.id });
    expect(referenceSet.items).toHaveLength(3);
    expect(referenceSet.items[2]).toMatchObject({ width: 448, height: 448, label: 'good', box: { x: 10, y: 20, width: 100, height: 50 } });
    const { referenceSet: page } = await done(ITEMS, { id: set.id, first: 1, offset: 1 });
    expect(page.items).toEqual([referenceSet.items[1]]);
    expect((await done(LIST)).referenceSets).toContainEqual({ id: set.id, name: 'flanges', size: 3 });
    const { removeFromReferenceSet: smaller } = await done(REMOVE, { id: set.id, items: [referenceSet.items[2].id, 'none of it'] });
    expect(smaller).toMatchObject({ size: 2, content: set.content });
    expect(await done(DELETE, { id: set.id })).toEqual({ deleteReferenceSet: set.id });
    for (const query of [ITEMS, DELETE]) expect(await failed(query, { id: set.id })).toEqual([expect.stringMatching(/^SET_NOT_FOUND/)]);
    expect(await failed(ADD, { id: set.id, items: items(normals) })).toEqual([expect.stringMatching(/^SET_NOT_FOUND/)]);
  });

  it('grows beyond what one operation may encode, and holds what is added twice once', async () => {
    const many = await Promise.all(Array.from({ length: 12 }, (_, light) => part(light + 30)));
    const set = await create(many.slice(0, 8));
    expect(await failed(ADD, { id: set.id, items: items(many) })).toEqual([expect.stringMatching(/^LIMIT_EXCEEDED MAX_IMAGES/)]);
    const again = (await done(ADD, { id: set.id, items: items(many.slice(4)) })).addToReferenceSet;
    expect(again.size).toBe(12);
    const { addToReferenceSet: same } = await done(ADD, { id: set.id, items: items(many.slice(4)) });
    expect(same).toEqual(again);
  });

  it('costs a pass for each picture that is new, and none for one that any set has', async () => {
    const fresh = await Promise.all([50, 51].map((light) => part(light)));
    const { createReferenceSet: first, runs } = await cost(CREATE, { items: items(fresh) });
    expect(runs).toBe(2);
    const other = await cost(CREATE, { items: items([fresh[1]!, await part(52)]) });
    expect(other.runs).toBe(1);
    // What the other still has stays when one is deleted.
    await done(DELETE, { id: first.id });
    expect((await ask(other.createReferenceSet.id, bad)).found.isAnomalous).toBe(true);
  });

  it('is added to as a whole, or not at all', async () => {
    const set = await create(normals.slice(0, 1));
    const broken = { data: Buffer.from('no picture').toString('base64') };
    expect(await failed(ADD, { id: set.id, items: items([normals[1]!, broken]) })).toEqual([
      expect.stringMatching(/^BAD_IMAGE items\[1\]:/),
    ]);
    const outside = { source: normals[1], box: { x: 900, y: 0, width: 10, height: 10 } };
    expect(await failed(ADD, { id: set.id, items: [outside] })).toEqual([expect.stringMatching(/^BAD_INPUT items\[0\]\.box:/)]);
    expect(await failed(ADD, { id: set.id, items: [{ source: normals[1], label: ' ' }] })).toEqual([
      expect.stringMatching(/^BAD_INPUT items\[0\]\.label:/),
    ]);
    expect(await failed(ADD, { id: set.id, items: [] })).toEqual([expect.stringMatching(/^BAD_INPUT items:/)]);
    expect(await failed(CREATE, { name: ' ' })).toEqual([expect.stringMatching(/^BAD_INPUT name:/)]);
    expect((await done(ITEMS, { id: set.id })).referenceSet).toMatchObject({ size: 1, content: set.content });
    for (const asked of [{ first: 0 }, { first: 1001 }, { offset: -1 }])
      expect(await failed(ITEMS, { id: set.id, ...asked })).toEqual([expect.stringMatching(/^BAD_INPUT (first|offset):/)]);
  });

  it('is there after a restart, and answers the same', async () => {
    const set = await create(normals);
    const before = await ask(set.id, bad);
    await server.close();
    server = await startTiny({ SETS_DIR: folder, MAX_PASSES: 8, MAX_IMAGES: 8 });
    const after = await ask(set.id, bad);
    expect(after.found).toEqual(before.found);
    expect(after.meta.encoderRuns).toBe(1);
  });
});

/** What a mutation gives, and how many passes it took. */
async function cost(query: string, variables: object) {
  const { body } = await server.query(query, variables);
  return { ...body.data, runs: body.extensions.denseql.encoderRuns };
}

describe('memory against a set', () => {
  it('answers as it does against the pictures, without a pass for any of them', async () => {
    const set = await create(normals);
    // In a light as the normals have it: in another one it would be told that it may show another thing.
    const fresh = await part(10, true);
    const { found, meta } = await ask(set.id, fresh);
    const { meta: _cost, ...same } = (await done(BY_PICTURES, { source: fresh, normal: normals })).image.anomaly;
    expect(found).toEqual(same);
    expect(found.isAnomalous).toBe(true);
    expect(meta).toEqual({ encoderRuns: 1, notices: [] });
    expect((await ask(set.id, good)).found.isAnomalous).toBe(false);
  });

  it('refuses what cannot be answered before the pass of a new picture', async () => {
    const set = await create(normals);
    const low = await create(normals, { detail: 'LOW' });
    const fresh = await part(77, true);
    for (const [asked, code] of [
      [memory('referenceSet: "nope"'), 'SET_NOT_FOUND'],
      [memory('referenceSet: $set, views: 1'), 'BAD_INPUT'],
      [memory('referenceSet: $set, rotations: HALF'), 'BAD_INPUT'],
      [memory(''), 'BAD_INPUT'],
      [ASK, 'BAD_INPUT'],
      [memory('').replace('memory: {', 'mutual: { squares: [3, 3], among: [{ sample: "cat" }, { sample: "raccoon" }]'), 'BAD_INPUT'],
    ] as const) {
      const { body } = await server.query(asked, { source: fresh, set: asked === ASK ? low.id : set.id });
      expect(body.errors[0].extensions.code, asked).toBe(code);
      expect(body.extensions.denseql.encoderRuns, asked).toBe(0);
    }
    expect((await ask(set.id, fresh)).meta.encoderRuns).toBe(1);
  });

  it('takes either the set or pictures', async () => {
    const set = await create(normals);
    for (const options of ['', 'normal: null', 'normal: null, referenceSet: null', 'normal: [{ sample: "cat" }], referenceSet: $set'])
      expect(await failed(memory(options), { source: bad, set: set.id }), options).toEqual([
        expect.stringMatching(/^BAD_INPUT by\.memory: (needs|takes)/),
      ]);
    for (const [option, value] of [
      ['views', '1'],
      ['rotations', 'HALF'],
    ])
      expect(await failed(memory(`referenceSet: $set, ${option}: ${value}`), { source: bad, set: set.id })).toEqual([
        expect.stringMatching(new RegExp(`^BAD_INPUT by\\.memory\\.${option}:`)),
      ]);
    const { images } = await done(
      'query ($sources: [ImageSource!]!, $set: ID!) { images(sources: $sources) { ... on Image { anomaly(by: { memory: { referenceSet: $set } }) { isAnomalous } } } }',
      { sources: [good, bad], set: set.id },
    );
    expect(images).toEqual([{ anomaly: { isAnomalous: false } }, { anomaly: { isAnomalous: true } }]);
  });

  it('says which set there is none of, and in which detail it was made', async () => {
    expect(await failed(ASK, { source: bad, set: 'nowhere' })).toEqual([
      expect.stringMatching(/^SET_NOT_FOUND No reference set "nowhere"/),
    ]);
    const low = await create(normals, { detail: 'LOW' });
    expect(await failed(ASK, { source: bad, set: low.id })).toEqual([
      expect.stringMatching(/^BAD_INPUT by\.memory\.referenceSet: .*LOW.*MEDIUM/),
    ]);
    expect((await done(ASK, { source: bad, set: low.id, detail: 'LOW' })).image.anomaly.isAnomalous).toBe(true);
  });

  it('sees a set that has grown, shrunk, or gone', async () => {
    const set = await create(normals.slice(0, 2));
    const { found: few, id } = await ask(set.id, bad);
    await done(ADD, { id: set.id, items: items(normals.slice(2)) });
    const more = await ask(set.id, bad);
    expect(more.found).not.toEqual(few);
    // Clients hold answers by their ids.
    expect(more.id).not.toBe(id);
    const { items: all } = (await done(ITEMS, { id: set.id })).referenceSet;
    await done(REMOVE, { id: set.id, items: all.slice(2).map(({ id }: { id: string }) => id) });
    expect(await ask(set.id, bad)).toMatchObject({ found: few, id });
    await done(DELETE, { id: set.id });
    expect(await failed(ASK, { source: bad, set: set.id })).toEqual([expect.stringMatching(/^SET_NOT_FOUND/)]);
  });

  it('compares with parts of pictures, each once whatever its labels', async () => {
    // The ground alone: the part on it is nothing that they show.
    const box = { x: 252, y: 252, width: 168, height: 168 };
    const labelled = normals.flatMap((source) => [
      { source, box, label: 'good' },
      { source, box, label: 'fine' },
    ]);
    const { id } = (await done(CREATE, { items: labelled })).createReferenceSet;
    const { found } = await ask(id, good);
    expect(found.isAnomalous).toBe(true);
    const once = (await done(CREATE, { items: normals.map((source) => ({ source, box })) })).createReferenceSet;
    expect(found).toEqual((await ask(once.id, good)).found);
    expect((await ask((await create(normals)).id, good)).found.isAnomalous).toBe(false);
  });
});

describe('what a set may be', () => {
  it('empty: refused, with what to do', async () => {
    const set = await create();
    expect(set.size).toBe(0);
    expect(await failed(ASK, { source: bad, set: set.id })).toEqual([
      expect.stringMatching(/^BAD_INPUT by\.memory\.referenceSet: .*addToReferenceSet/),
    ]);
  });

  it('of one picture: an answer, and a notice that thresholds are those of other things', async () => {
    const { found, meta } = await ask((await create(normals.slice(0, 1))).id, bad);
    expect(found.isAnomalous).toBe(true);
    expect(meta.notices).toEqual([{ code: 'FEW_REFERENCES', field: 'by.memory.referenceSet' }]);
  });

  it('of one picture many times: it is there once', async () => {
    const set = await create([normals[0]!, normals[0]!, normals[0]!]);
    expect(set.size).toBe(1);
    expect(codes((await ask(set.id, bad)).meta)).toEqual(['FEW_REFERENCES']);
  });

  it('with the picture itself in it: that is left out with a notice, refused where nothing else is there', async () => {
    const { found, meta } = await ask((await create([...normals, bad])).id, bad);
    expect(found.isAnomalous).toBe(true);
    expect(meta.notices).toEqual([{ code: 'PICTURE_AMONG_REFERENCES', field: 'by.memory.referenceSet' }]);
    expect(found).toEqual((await ask((await create(normals)).id, bad)).found);
    expect(await failed(ASK, { source: bad, set: (await create([bad])).id })).toEqual([
      expect.stringMatching(/^BAD_INPUT by\.memory\.referenceSet/),
    ]);
  });

  it('of another object: a notice says so', async () => {
    const other = asData(await painted(448, 448, '#1010c0', [{ x: 30, y: 30, width: 300, height: 300, color: '#d02020' }]));
    expect(codes((await ask((await create(normals)).id, other)).meta)).toEqual(['OTHER_OBJECT']);
  });

  it('of one colour: numbers, no NaN', async () => {
    const plain = await Promise.all(['#808080', '#828282', '#7e7e7e'].map(async (color) => asData(await painted(448, 448, color))));
    const { found } = await ask((await create(plain.slice(1))).id, plain[0]!);
    expect(found.score).toBeGreaterThanOrEqual(0);
    expect(found.threshold).toBeGreaterThan(0);
  });

  it('of 200 pictures, and no more', { timeout: 120_000 }, async () => {
    const set = await create();
    for (let from = 0; from < 201; from += 8) {
      const batch = await Promise.all(
        Array.from({ length: Math.min(8, 201 - from) }, async (_, at) =>
          asData(
            await painted(448, 448, `#20a0${(from + at).toString(16).padStart(2, '0')}`, [
              { x: 112, y: 112, width: 112, height: 112, color: '#e0d020' },
            ]),
          ),
        ),
      );
      await done(ADD, { id: set.id, items: items(batch) });
    }
    expect(await failed(ASK, { source: bad, set: set.id })).toEqual([
      expect.stringMatching(/^BAD_INPUT by\.memory\.referenceSet: .*201.*200/),
    ]);
    const { items: last } = (await done(ITEMS, { id: set.id, first: 1, offset: 200 })).referenceSet;
    await done(REMOVE, { id: set.id, items: [last[0].id] });
    expect((await ask(set.id, bad)).found.isAnomalous).toBe(true);
  });
});
