import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTiny } from './tiny-server.js';
import type { TinyServer } from './tiny-server.js';

let server: TinyServer;
beforeAll(async () => void (server = await startTiny()));
afterAll(() => server.close());

const CAT = 'image(source: { sample: "cat" })';
const SEGMENT = 'segmentation(labels: ["red"]';

/** Queries that pass validation, whose variables are null where a value must be, with the place of the first. */
const refused: readonly (readonly [string, string])[] = [
  ['query ($v: ID) { image(source: { sample: $v }) { width } }', 'source.sample'],
  ['query ($v: ID) { image(source: { upload: $v }) { width } }', 'source.upload'],
  ['query ($v: String) { image(source: { data: $v }) { width } }', 'source.data'],
  ['query ($v: String) { image(source: { url: $v }) { width } }', 'source.url'],
  ['query ($v: ID) { images(sources: [{ sample: "cat" }, { sample: $v }]) { __typename } }', 'sources[1].sample'],
  ['query ($v: ID) { images(sources: { sample: $v }) { __typename } }', 'sources.sample'],
  ['query ($v: ID) { ...one } fragment one on Query { image(source: { sample: $v }) { width } }', 'source.sample'],
  ['query ($v: ID) { ... on Query { ... { image(source: { sample: $v }) { width } } } }', 'source.sample'],
  [`query ($v: Float = 1) { ${CAT} { region(box: { x: $v, y: 0, width: 9, height: 9 }) { id } } }`, 'box.x'],
  [`query ($v: Float = 1) { ${CAT} { regions(boxes: [{ x: 0, y: $v, width: 9, height: 9 }]) { id } } }`, 'boxes[0].y'],
  [
    `query ($v: Float = 0.5) { ${CAT} { ${SEGMENT}, by: { maskclip: { minPresence: $v } }) { segments { label } } } }`,
    'by.maskclip.minPresence',
  ],
  [`query ($v: String = "red") { ${CAT} { segmentation(labels: [$v]) { segments { label } } } }`, 'labels[0]'],
  ['query ($v: Detail = LOW) { image(source: { sample: "cat" }, detail: $v) { width } }', 'detail'],
  [`query ($v: Boolean = true) { ${CAT} { width @include(if: $v) } }`, 'if'],
  [`query ($v: Boolean = true) { ${CAT} { ... @skip(if: $v) { width } } }`, 'if'],
];

describe('a variable that is null where a value must be', () => {
  it.each(refused)('%s names %s', async (query, field) => {
    const { status, body } = await server.query(query, { v: null });
    expect([status, body.data]).toEqual([400, undefined]);
    expect(body.errors).toEqual([
      {
        message: `${field}: must not be null, and the variable $v is null.`,
        locations: [{ line: 1, column: query.lastIndexOf('$v') + 1 }],
        extensions: { code: 'BAD_USER_INPUT', field },
      },
    ]);
  });

  it.each(refused.filter(([query]) => !query.includes('=')))('%s names %s where it is not given', async (query, field) => {
    const { status, body } = await server.query(query, {});
    expect([status, body.data]).toEqual([400, undefined]);
    expect(body.errors[0]).toMatchObject({
      message: `${field}: must not be null, and the variable $v is not given.`,
      extensions: { code: 'BAD_USER_INPUT', field },
    });
  });

  it('is refused by validation in the methods of a task, whose argument is nullable', async () => {
    for (const [type, field] of [
      ['MaskclipOptions', `${SEGMENT}, by: { maskclip: $v }) { segments { label } }`],
      ['ClipEbcOptions', 'count(of: "cat", by: { clipEbc: $v }) { total }'],
    ]) {
      const { status, body } = await server.query(`query ($v: ${type}) { ${CAT} { ${field} } }`, { v: null });
      expect([status, body.data]).toEqual([400, undefined]);
      expect(body.errors.map(({ extensions }: { extensions: { code: string } }) => extensions.code)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    }
  });
});

describe('the same query', () => {
  it.each(refused.filter(([query]) => query.includes('=')))('%s is answered by its default', async (query) => {
    const { status, body } = await server.query(query, {});
    expect([status, body.errors]).toEqual([200, undefined]);
  });
  it.each([
    'query ($v: ID) { image(source: { sample: "cat" }) { width } other: image(source: { sample: $v }) @skip(if: true) { width } }',
    'query ($v: ID) { image(source: { sample: "cat" }) { width } ... @include(if: false) { other: image(source: { sample: $v }) { width } } }',
    'query ($v: ID) { image(source: { sample: "cat" }) { width } ...one @skip(if: true) } fragment one on Query { other: image(source: { sample: $v }) { width } }',
  ])('is answered where the place is left out: %s', async (query) => {
    const { status, body } = await server.query(query, { v: null });
    expect([status, body.errors, body.data]).toEqual([200, undefined, { image: { width: expect.any(Number) } }]);
  });
  it('is answered where null may stand, and where the variable has a value', async () => {
    const nullable = await server.query('query ($v: String) { image(source: { sample: "cat" }, encoder: $v) { width } }', { v: null });
    expect([nullable.status, nullable.body.errors]).toEqual([200, undefined]);
    const given = await server.query('query ($v: ID) { image(source: { sample: $v }) { width } }', { v: 'cat' });
    expect([given.status, given.body.errors]).toEqual([200, undefined]);
  });
});
