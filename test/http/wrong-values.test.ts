import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTiny } from './tiny-server.js';
import type { TinyServer } from './tiny-server.js';

let server: TinyServer;
beforeAll(async () => void (server = await startTiny()));
afterAll(() => server.close());

const LONG = 'x'.repeat(7_500_000);
const BOX = 'query ($box: BoxInput!) { image(source: { sample: "cat" }) { region(box: $box) { id } } }';
const SOURCES = 'query ($sources: [ImageSource!]!) { images(sources: $sources) { ... on Image { id } } }';
const unknown = (count: number): Record<string, number> => Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, i]));

it.each([
  ['unknown members beside a long text', BOX, { box: { ...unknown(50), x: LONG } }],
  [
    'unknown members beside lists of long texts',
    BOX,
    { box: { ...unknown(50), x: [[LONG.slice(0, 3_700_000)], [LONG.slice(0, 3_700_000)]] } },
  ],
  ['unknown members beside one of the name toJSON', BOX, { box: { ...unknown(50), toJSON: 1, x: LONG } }],
  [
    'many objects that have what they should not',
    SOURCES,
    { sources: Array.from({ length: 50 }, () => ({ ...unknown(300), sample: 'cat' })) },
  ],
])('are told briefly: %s', async (_name, query, variables) => {
  const { status, body, text } = await server.query(query, variables);
  expect([status, body.errors[0].extensions.code, body.data]).toEqual([400, 'BAD_USER_INPUT', undefined]);
  expect(body.errors[0].message).toMatch(/^Variable "\$\w+" got invalid value/);
  expect(text.length).toBeLessThan(150_000);
});

it('are told all the same, each mistake with its place and the value', async () => {
  const { body } = await server.query(BOX, { box: { x: 1, y: 'a "quote"', width: true, wrong: [1, { two: 2 }], height: 'y'.repeat(300) } });
  const messages = (body.errors as { message: string }[]).map(({ message }) => message);
  expect(messages).toEqual([
    'Variable "$box" got invalid value "a \\"quote\\"" at "box.y"; Float cannot represent non numeric value: "a \\"quote\\""',
    'Variable "$box" got invalid value true at "box.width"; Float cannot represent non numeric value: true',
    expect.stringContaining('at "box.height"; Float cannot represent non numeric value: "yyyy') as string,
    `Variable "$box" got invalid value { x: 1, y: "a \\"quote\\"", width: true, wrong: [1, { two: 2 }], height: "${'y'.repeat(200)}…" }; Field "wrong" is not defined by type "BoxInput".`,
  ]);
});

it.each(['\n', '\r', '\r\n'])('are not looked for in a query of millions of lines (%j)', async (line) => {
  const mistakes = Array.from({ length: 100 }, (_, i) => `no${i}`).join(' ');
  const { status, body } = await server.query(`${line.repeat(1_000_000)}{ ${mistakes} }`);
  expect([status, body.errors.length, body.errors[0].extensions]).toEqual([400, 1, { code: 'BAD_INPUT', field: 'query' }]);
  expect(body.errors[0].message).toContain('5000 lines');
});

it('may have thousands of lines around them', async () => {
  const { body } = await server.query(`${'\n'.repeat(4000)}{ no }`);
  expect(body.errors[0]).toMatchObject({ locations: [{ line: 4001, column: 3 }], extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } });
});
