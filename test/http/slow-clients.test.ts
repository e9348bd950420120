import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { fixture } from '../fixtures/pictures/fixtures.js';
import { answerIn, head, rawSocket } from './raw-socket.js';
import { startTiny } from './tiny-server.js';
import type { TinyServer } from './tiny-server.js';

const photo = fixture('photo.jpg');
const part = photo.subarray(0, photo.length - 1000);
const QUERY = JSON.stringify({ query: '{ __typename }' });
const JSON_TYPE = 'Content-Type: application/json';
const OTHER = '127.0.0.2';

const upload = async (server: TinyServer) => (await fetch(`${server.url}uploads`, { method: 'POST', body: new Uint8Array(photo) })).status;

/** Uploads that send all but their last bytes, and then nothing. */
async function stallUploads(server: TinyServer, count: number, address: string) {
  const stalled = Array.from({ length: count }, () => rawSocket(server.url, address));
  await Promise.all(stalled.map(({ send }) => send(head('/uploads', `Content-Length: ${photo.length}`))));
  await Promise.all(stalled.map(({ send }) => send(part)));
  return stalled;
}

describe('uploads that stall', () => {
  const limits = {
    MAX_UPLOAD_BYTES: photo.length,
    MAX_BODY_BYTES: 10_000,
    PENDING_BYTES: 3 * photo.length,
    CLIENT_PENDING_BYTES: photo.length,
  };

  it('take the room of their own client, and leave that of others', async () => {
    const server = await startTiny({ ...limits, BODY_STALL_MS: 60_000 });
    const stalled = await stallUploads(server, 13, OTHER);
    // One holds its part; the others find no room, and hear of it while they still send.
    await vi.waitFor(() =>
      expect(stalled.map(({ text }) => answerIn(text())).filter(([, code]) => code === 'OVERLOADED')).toHaveLength(12),
    );
    expect(await upload(server)).toBe(201);
    const own = rawSocket(server.url, OTHER);
    await own.send(head('/uploads', 'Connection: close', `Content-Length: ${photo.length}`));
    await own.send(photo);
    expect(answerIn(await own.whole())).toEqual([503, 'OVERLOADED']);
    for (const { socket } of stalled) socket.destroy();
    await server.close();
  });

  it('are refused with REQUEST_TIMEOUT and closed, so that even many clients give the room back', async () => {
    const server = await startTiny({ ...limits, BODY_STALL_MS: 1000 });
    const stalled = (await Promise.all(['127.0.0.2', '127.0.0.3', '127.0.0.4'].map((address) => stallUploads(server, 1, address)))).flat();
    for (const { whole } of stalled) {
      const text = await whole();
      expect(answerIn(text)).toEqual([408, 'REQUEST_TIMEOUT']);
      expect(text).toMatch(/BODY_STALL_MS/);
      expect(text).toMatch(/^connection: close/im);
    }
    expect(await upload(server)).toBe(201);
    await server.close();
  });

  it('are refused as well when they drip a byte now and then, in chunks too', async () => {
    const server = await startTiny({ ...limits, BODY_STALL_MS: 200, BODY_RATE: 10_000 });
    const dripping = [
      { ...rawSocket(server.url), start: head('/uploads', 'Content-Length: 5000'), drop: 'x' },
      { ...rawSocket(server.url), start: head('/uploads', 'Transfer-Encoding: chunked'), drop: '1\r\nx\r\n' },
    ];
    for (const { socket, send, start, drop } of dripping) {
      await send(start);
      const timer = setInterval(() => socket.write(drop), 5);
      socket.once('close', () => clearInterval(timer));
    }
    for (const { whole } of dripping) expect(answerIn(await whole())).toEqual([408, 'REQUEST_TIMEOUT']);
    await server.close();
  });

  it('give their room back when their client leaves', async () => {
    const server = await startTiny({ ...limits, BODY_STALL_MS: 60_000 });
    const [stalled] = await stallUploads(server, 1, '127.0.0.1');
    await vi.waitFor(async () => expect(await upload(server)).toBe(503));
    stalled!.socket.destroy();
    await vi.waitFor(async () => expect(await upload(server)).toBe(201));
    await server.close();
  });
});

describe('GraphQL bodies that stall', () => {
  it('are refused, and count to their client while they come', async () => {
    const server = await startTiny({
      MAX_UPLOAD_BYTES: 1000,
      MAX_BODY_BYTES: 50_000,
      CLIENT_PENDING_BYTES: 50_000,
      PENDING_BYTES: 200_000,
      BODY_STALL_MS: 1000,
    });
    const slow = [rawSocket(server.url, OTHER), rawSocket(server.url, OTHER)];
    for (const { send } of slow) {
      await send(head('/graphql', JSON_TYPE, 'Content-Length: 45000'));
      await send(Buffer.alloc(40_000, ' '));
    }
    expect((await server.query('{ __typename }')).status).toBe(200);
    const answers = await Promise.all(
      slow.map(async ({ answered, text }) => {
        await answered(/"code"/);
        return answerIn(text());
      }),
    );
    expect(answers.sort()).toEqual([
      [408, 'REQUEST_TIMEOUT'],
      [503, 'OVERLOADED'],
    ]);
    for (const { socket } of slow) socket.destroy();
    await server.close();
  });
});

describe('requests that do not come to their end', () => {
  let server: TinyServer;
  beforeAll(async () => {
    server = await startTiny({ HEADERS_MS: 300, REQUEST_MS: 1200, BODY_STALL_MS: 300, BODY_RATE: 100, MAX_BODY_BYTES: 50_000 });
  });
  afterAll(() => server.close());

  it('are refused where headers come slowly', async () => {
    const slow = rawSocket(server.url);
    await slow.send('POST /graphql HTTP/1.1\r\nHost: localhost\r\n');
    const timer = setInterval(() => slow.socket.write('X-More: x\r\n'), 20);
    slow.socket.once('close', () => clearInterval(timer));
    const text = await slow.whole();
    expect(answerIn(text)).toEqual([408, 'REQUEST_TIMEOUT']);
    expect(text).toContain('HEADERS_MS: 300 ms');
  });

  it('are refused where nothing comes at all', async () => {
    expect(answerIn(await rawSocket(server.url).whole())).toEqual([408, 'REQUEST_TIMEOUT']);
  });

  it('are refused where a body comes fast enough, and for too long', async () => {
    const long = rawSocket(server.url);
    await long.send(head('/uploads', 'Content-Length: 1000000'));
    const timer = setInterval(() => long.socket.write('x'.repeat(50)), 50);
    long.socket.once('close', () => clearInterval(timer));
    const text = await long.whole();
    expect(answerIn(text)).toEqual([408, 'REQUEST_TIMEOUT']);
    expect(text).toContain('REQUEST_MS: 1200 ms');
  });

  it('are no reason to close a connection that was idle for longer between two requests', async () => {
    const kept = rawSocket(server.url);
    const request = `${head('/graphql', JSON_TYPE, `Content-Length: ${QUERY.length}`)}${QUERY}`;
    await kept.send(request);
    await kept.answered(/__typename/);
    // Another connection that is refused meanwhile tells that the time for headers, and for looking, is over.
    await rawSocket(server.url).whole();
    await kept.send(request);
    await kept.answered(/__typename[^]*__typename/);
    kept.socket.destroy();
  });

  it.each([
    ['no HTTP', 'hello\r\n\r\n', 400, 'BAD_REQUEST'],
    ['headers of a megabyte', `POST / HTTP/1.1\r\nHost: localhost\r\nX-Large: ${'x'.repeat(100_000)}\r\n\r\n`, 431, 'BAD_REQUEST'],
    ['a body of two lengths', `POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n`, 400, 'BAD_REQUEST'],
  ])('are told in the usual form when they are %s', async (_name, bytes, status, code) => {
    const odd = rawSocket(server.url);
    await odd.send(bytes);
    expect(answerIn(await odd.whole())).toEqual([status, code]);
  });
});

describe('bodies of GraphQL requests', () => {
  let server: TinyServer;
  beforeAll(async () => {
    server = await startTiny({ MAX_BODY_BYTES: 50_000 });
  });
  afterAll(() => server.close());

  it('are read whole, however small their pieces are', async () => {
    const pieces = rawSocket(server.url);
    await pieces.send(head('/graphql', JSON_TYPE, 'Transfer-Encoding: chunked', 'Connection: close'));
    for (const byte of `${QUERY}${' '.repeat(2000)}`) await pieces.send(`1\r\n${byte}\r\n`);
    await pieces.send('0\r\n\r\n');
    expect(await pieces.whole()).toContain('{"data":{"__typename":"Query"}');
  });

  it('may be compressed, and are bounded all the same', async () => {
    const gzip = { 'content-encoding': 'gzip' };
    expect((await server.send(gzipSync(QUERY), gzip)).body.data).toEqual({ __typename: 'Query' });
    const bomb = await server.send(gzipSync(QUERY + ' '.repeat(1_000_000)), gzip);
    expect([bomb.status, bomb.body.errors[0].extensions]).toMatchObject([413, { code: 'LIMIT_EXCEEDED', limit: 'MAX_BODY_BYTES' }]);
  });

  it('are refused at the limit, while their client still sends', async () => {
    const large = rawSocket(server.url);
    await large.send(head('/graphql', JSON_TYPE, 'Transfer-Encoding: chunked'));
    await large.send(`11170\r\n${' '.repeat(70_000)}\r\n`);
    await large.answered(/MAX_BODY_BYTES/);
    expect(answerIn(large.text())).toEqual([413, 'LIMIT_EXCEEDED']);
    // Its end comes, and so does the next request.
    await large.send(`0\r\n\r\n${head('/graphql', JSON_TYPE, 'Connection: close', `Content-Length: ${QUERY.length}`)}${QUERY}`);
    expect(await large.whole()).toContain('"__typename":"Query"');
  });
});

describe('a client that asks before it sends (Expect: 100-continue)', () => {
  let server: TinyServer;
  beforeAll(async () => {
    server = await startTiny({ MAX_UPLOAD_BYTES: photo.length });
  });
  afterAll(() => server.close());

  it('is told to go on', async () => {
    for (const [path, type, body] of [
      ['/uploads', 'image/jpeg', photo],
      ['/graphql', 'application/json', Buffer.from(QUERY)],
    ] as const) {
      const asking = rawSocket(server.url);
      await asking.send(head(path, `Content-Type: ${type}`, `Content-Length: ${body.length}`, 'Expect: 100-continue'));
      await asking.answered(/^HTTP\/1\.1 100 Continue\r\n\r\n/);
      await asking.send(body);
      expect(await asking.whole()).toMatch(/\r\n\r\nHTTP\/1\.1 20[01]/);
    }
  });

  it('hears of a refusal before anything travels', async () => {
    const asking = rawSocket(server.url);
    await asking.send(head('/uploads', `Content-Length: ${photo.length + 1}`, 'Expect: 100-continue'));
    await asking.answered(/IMAGE_TOO_LARGE/);
    expect(asking.text()).toMatch(/^HTTP\/1\.1 413[^]*connection: close/i);
    asking.socket.destroy();
  });

  it('is not answered twice when what it sends then is no HTTP', async () => {
    const asking = rawSocket(server.url);
    await asking.send(head('/uploads', 'Content-Type: multipart/mixed', 'Transfer-Encoding: chunked', 'Expect: 100-continue'));
    await asking.answered(/UNSUPPORTED_FORMAT/);
    await asking.send('no chunk');
    expect((await asking.whole()).match(/HTTP\/1\.1/g)).toHaveLength(1);
  });
});

describe('connections', () => {
  it('are counted for each client: one that has too many is closed, others are served', async () => {
    const server = await startTiny({ CLIENT_CONNECTIONS: 2 });
    const kept = [rawSocket(server.url, OTHER), rawSocket(server.url, OTHER)];
    const get = 'GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n';
    for (const { send, answered } of kept) {
      await send(get);
      await answered(/"live"/);
    }
    expect(await rawSocket(server.url, OTHER).whole()).toBe('');
    expect((await server.query('{ __typename }')).status).toBe(200);
    kept[0]!.socket.destroy();
    await vi.waitFor(async () => {
      const next = rawSocket(server.url, OTHER);
      await next.send(get.replace('Host: localhost', 'Host: localhost\r\nConnection: close'));
      expect(await next.whole()).toContain('"live"');
    });
    kept[1]!.socket.destroy();
    await server.close();
  });

  it('are counted for all', async () => {
    const server = await startTiny({ MAX_CONNECTIONS: 1 });
    const first = rawSocket(server.url);
    await first.send('GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await first.answered(/"live"/);
    expect(await rawSocket(server.url, OTHER).whole()).toBe('');
    first.socket.destroy();
    await server.close();
  });
});
