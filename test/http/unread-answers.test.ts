import { randomFillSync } from 'node:crypto';
import sharp from 'sharp';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Config } from '../../src/core/config.js';
import { head, rawSocket } from './raw-socket.js';
import { startTiny } from './tiny-server.js';
import type { TinyServer } from './tiny-server.js';

const OTHER = '127.0.0.2';
const MB = 1024 * 1024;
/** More than the system takes off the server's hands for a client that does not read, which is about 3 MB. */
const COPIES = 10;

let server: TinyServer;
let query: string;
afterEach(() => server.close());

/** A server, and a query whose answer has about 10 MB. */
async function start(settings: Partial<Config>): Promise<void> {
  server = await startTiny(settings);
  const raw = { width: 500, height: 500, channels: 3 } as const;
  const noise = await sharp(randomFillSync(Buffer.alloc(500 * 500 * 3)), { raw })
    .png()
    .toBuffer();
  const uploaded = await fetch(`${server.url}uploads`, { method: 'POST', body: new Uint8Array(noise) });
  const { id } = (await uploaded.json()) as { id: string };
  const copies = Array.from({ length: COPIES }, (_, i) => `a${i}: dataUri`).join(' ');
  query = `{ image(source: { upload: "${id}" }) { picture(maxSize: 500, format: PNG) { ${copies} } } }`;
}

const request = (...headers: string[]): string => {
  const body = JSON.stringify({ query });
  return `${head('/graphql', 'Content-Type: application/json', ...headers, `Content-Length: ${body.length}`)}${body}`;
};

/** Asks from another address and reads nothing. Resolves when the answer is on its way. */
async function leaveUnread(asked: string) {
  const asking = rawSocket(server.url, OTHER);
  asking.socket.pause();
  await asking.send(asked);
  await vi.waitFor(() => expect(asking.socket.bytesRead).toBeGreaterThan(0), 10_000);
  return asking;
}

/** Resolves when a connection was closed before its answer was read. */
const cut = () => vi.waitFor(() => expect(server.logged).toContainEqual(expect.objectContaining({ path: '/graphql', left: true })), 10_000);

const codes = ({ errors = [] }: { errors?: { extensions: { code: string; retryAfterMs?: number } }[] }): string[] => [
  ...new Set(errors.map(({ extensions: { code } }) => code)),
];

/** What the same client is told when it asks for as much once more. */
async function askAgain(): Promise<string[]> {
  const asking = rawSocket(server.url, OTHER);
  await asking.send(request('Connection: close'));
  const text = await asking.whole();
  return codes(JSON.parse(text.slice(text.indexOf('\r\n\r\n'))) as object);
}

describe('answers that nobody reads', () => {
  it('take the room of their own client, whose small answers need none, and leave that of others', async () => {
    await start({ MAX_ANSWER_BYTES: 12 * MB, PICTURE_STORE_BYTES: 1, CLIENT_UNREAD_BYTES: 12 * MB, UNREAD_BYTES: 30 * MB });
    const { socket } = await leaveUnread(request());
    expect(await askAgain()).toEqual(['OVERLOADED']);
    const small = rawSocket(server.url, OTHER);
    await small.send('GET /graphql?query={__typename} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    expect(await small.whole()).toContain('{"data":{"__typename":"Query"}');
    expect(codes((await server.query(query)).body as object)).toEqual([]);
    // Its client leaves, and the room is free.
    socket.destroy();
    await vi.waitFor(async () => expect(await askAgain()).toEqual([]), 10_000);
  });

  it('have no more room together than all may take', async () => {
    await start({ MAX_ANSWER_BYTES: 12 * MB, PICTURE_STORE_BYTES: 1, CLIENT_UNREAD_BYTES: 12 * MB, UNREAD_BYTES: 12 * MB });
    const { socket } = await leaveUnread(request());
    const { body } = await server.query(query);
    expect(body.errors[0].message).toContain('(UNREAD_BYTES: 12582912 bytes)');
    expect(body.errors[0]).toMatchObject({
      path: ['image', 'picture', expect.any(String)],
      extensions: { code: 'OVERLOADED', retryAfterMs: 1000 },
    });
    socket.destroy();
  });

  it('are cut when nothing of them is taken for a while', async () => {
    await start({ ANSWER_STALL_MS: 300 });
    const { socket } = await leaveUnread(request());
    await cut();
    socket.destroy();
  });

  it('are cut when they are taken too slowly, although something is taken all the time', async () => {
    await start({ ANSWER_MS: 1500 });
    const { socket } = await leaveUnread(request());
    const timer = setInterval(() => socket.read(1000), 20);
    await cut();
    clearInterval(timer);
    socket.destroy();
  });

  it('that are read slowly, and fast enough, are answered whole', async () => {
    await start({ ANSWER_STALL_MS: 300 });
    const asking = await leaveUnread(request());
    const { socket } = asking;
    const timer = setInterval(() => {
      socket.resume();
      setImmediate(() => socket.pause());
    }, 10);
    await vi.waitFor(() => expect(asking.text()).toMatch(/\}\n$/), 20_000);
    clearInterval(timer);
    expect(asking.text().length).toBeGreaterThan(9 * MB);
    socket.destroy();
  }, 30_000);

  it('are counted too where they are pictures, which need no key', async () => {
    await start({ MAX_ANSWER_BYTES: 1, CLIENT_UNREAD_BYTES: 1, UNREAD_BYTES: 1, PICTURE_STORE_BYTES: 8 * MB });
    const path = (await server.app.pictures.put({ bytes: Buffer.alloc(8 * MB), mediaType: 'image/png' } as never))!;
    const asking = await leaveUnread(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    const refused = await fetch(server.url.slice(0, -1) + path);
    expect([refused.status, codes((await refused.json()) as object)]).toEqual([503, ['OVERLOADED']]);
    expect([refused.headers.get('cache-control'), refused.headers.get('etag')]).toEqual(['no-store', null]);
    asking.socket.destroy();
  });
});
