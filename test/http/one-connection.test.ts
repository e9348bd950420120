import { afterAll, beforeAll, expect, it } from 'vitest';
import { MOST_WAITING } from '../../src/server/lines.js';
import { answerIn, head, rawSocket } from './raw-socket.js';
import { startTiny } from './tiny-server.js';
import type { TinyServer } from './tiny-server.js';

let server: TinyServer;
beforeAll(async () => void (server = await startTiny()));
afterAll(() => server.close());

const JSON_TYPE = 'Content-Type: application/json';
const request = (query: string, ...headers: string[]): string => {
  const body = JSON.stringify({ query });
  return `${head('/graphql', JSON_TYPE, ...headers, `Content-Length: ${body.length}`)}${body}`;
};
/** Takes a turn in the worker threads. */
const SLOW = '{ image(source: { sample: "cat" }) { picture(maxSize: 777) { width } } }';
const live = async (): Promise<number> => {
  const start = performance.now();
  expect((await fetch(`${server.url}health/live`)).status).toBe(200);
  return performance.now() - start;
};

it('answers requests that come at once on one connection, in order', async () => {
  const { send, whole } = rawSocket(server.url);
  const names = Array.from({ length: MOST_WAITING }, (_, i) => `a${i}`);
  await send(names.map((name, i) => request(i % 5 === 0 ? SLOW.replace('image', `${name}: image`) : `{ ${name}: __typename }`)).join(''));
  await send(request('{ last: __typename }', 'Connection: close'));
  const said = [...(await whole()).matchAll(/\{"data":\{"(\w+)"/g)].map(([, name]) => name);
  expect(said).toEqual([...names, 'last']);
});

it('refuses the rest of thousands that come at once, ends the connection, and answers others meanwhile', async () => {
  const { send, whole } = rawSocket(server.url);
  void send(request('{ __typename }').repeat(20_000));
  const waits: number[] = [];
  let text: string | null = null;
  void whole().then((all) => (text = all));
  while (text === null) waits.push(await live());
  text = String(text);
  // One that is answered while others come in makes room for one more.
  expect(text.match(/HTTP\/1\.1 200/g)?.length).toBeLessThan(10 * MOST_WAITING);
  expect(answerIn(text.slice(text.lastIndexOf('HTTP/1.1')))).toEqual([503, 'OVERLOADED']);
  expect(Math.max(...waits)).toBeLessThan(200);
});

it.each([
  ['at once', '{ __typename }'],
  ['after a while', SLOW],
])('answers a client that ends its side of the connection behind the request, %s', async (_, query) => {
  const { send, socket, whole } = rawSocket(server.url);
  await send(request(query));
  socket.end();
  expect(await whole()).toMatch(/HTTP\/1\.1 200 OK[^]*"data":\{[^]*\}\n$/);
});

it('ends the connection of a client that ends its side and has nothing to wait for', async () => {
  const { send, socket, whole, answered } = rawSocket(server.url);
  await send(request('{ __typename }'));
  await answered(/"data"/);
  socket.end();
  expect((await whole()).match(/HTTP/g)).toHaveLength(1);
});

it('says so where something is expected that is not done here', async () => {
  const { send, whole } = rawSocket(server.url);
  await send(request('{ __typename }', 'Expect: weird'));
  const text = await whole();
  expect(answerIn(text)).toEqual([417, 'BAD_REQUEST']);
  expect(text).toContain('only 100-continue');
});
