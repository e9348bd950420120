import type { IncomingHttpHeaders, RequestListener } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { fixture } from '../../../../test/fixtures/pictures/fixtures.js';
import { localNetwork, startInside, startRawHost, startSecureHost, startWebHost } from '../../../../test/fixtures/web/web-host.js';
import type { LocalHost, LocalNetwork } from '../../../../test/fixtures/web/web-host.js';
import type { Config } from '../../config.js';
import { readConfig } from '../../config.js';
import { Operation } from '../../operation.js';
import { projectVersion } from '../../project-root.js';
import { createUrlPictures } from './url-pictures.js';

const png = fixture('rgba.png');
const hosts: LocalHost[] = [];
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.close()));
});

async function started(starting: Promise<LocalHost>): Promise<LocalHost> {
  const host = await starting;
  hosts.push(host);
  return host;
}
const web = (handler: RequestListener) => started(startWebHost(handler));

const newOperation = (signal = new AbortController().signal, deadline = Infinity) =>
  new Operation('test', signal, deadline, { passes: 1, texts: 1, maskPixels: 1 });

const pictures = (settings: Partial<Config> = {}, network: LocalNetwork = localNetwork()) =>
  createUrlPictures({ ...readConfig({}), URL_SOURCES: 'true', ...settings }, network);
const at = ({ port }: LocalHost, path = '/') => `http://pictures.example.com:${port}${path}`;
const fetched = (url: string, settings: Partial<Config> = {}, operation = newOperation()) => pictures(settings).fetch(url, operation);

/** Resolves when the host has no connection left. */
const emptied = async ({ open }: LocalHost): Promise<void> => {
  for (const socket of open) if (!socket.destroyed) await new Promise((resolve) => socket.once('close', resolve));
};
/** Something that happens later. */
function signal(): { readonly happened: Promise<void>; happen(): void } {
  let happen = (): void => undefined;
  const happened = new Promise<void>((resolve) => (happen = resolve));
  return { happened, happen: () => happen() };
}

describe('a request', () => {
  it('asks for a picture and tells nothing but who asks', async () => {
    let asked: [string | undefined, string | undefined, IncomingHttpHeaders] | undefined;
    const host = await web((request, response) => {
      asked = [request.method, request.url, request.headers];
      response.setHeader('set-cookie', 'a=b').end(png);
    });
    const get = pictures();
    expect(await get.fetch(at(host, '/a%20b/?c=d#e'), newOperation())).toEqual(png);
    await get.fetch(at(host, '/a%20b/?c=d#e'), newOperation());
    expect(asked).toEqual([
      'GET',
      '/a%20b/?c=d',
      {
        host: `pictures.example.com:${host.port}`,
        'user-agent': `DenseQL/${projectVersion()}`,
        accept: 'image/*',
        'accept-encoding': 'identity',
        connection: 'close',
      },
    ]);
  });

  it('tries a few addresses of a name that has a thousand', async () => {
    const host = await web((_request, response) => response.end(png));
    const dead = Array.from({ length: 1000 }, (_, index) => `127.1.${index >> 8}.${index & 255}`);
    const reaching = (...addresses: string[]) =>
      pictures({}, { ...localNetwork(), reach: () => addresses }).fetch(at(host), newOperation());
    expect(await reaching('127.1.0.1', '127.0.0.1')).toEqual(png);
    await expect(reaching(...dead, '127.0.0.1')).rejects.toMatchObject({
      code: 'URL_FAILED',
      message: 'source.url: its host refused the connection.',
    });
    expect(host.connections).toBe(1);
  });

  it('goes to no proxy that the environment names', async () => {
    const proxy = await started(startInside());
    const host = await web((_request, response) => response.end(png));
    const names = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY', 'ALL_PROXY'];
    const before = names.map((name) => process.env[name]);
    for (const name of names) process.env[name] = `http://127.0.0.1:${proxy.port}`;
    try {
      expect(await fetched(at(host))).toEqual(png);
    } finally {
      names.forEach((name, index) => {
        if (before[index] === undefined) delete process.env[name];
        else process.env[name] = before[index];
      });
    }
    expect(proxy.connections).toBe(0);
  });

  it('shows a host its name over TLS, and believes only a certificate for that name', async () => {
    let asked: unknown;
    const host = await started(
      startSecureHost((request, response) => {
        asked = [request.headers.host, (request.socket as TLSSocket & { servername: string }).servername];
        response.end(png);
      }),
    );
    const get = pictures({}, localNetwork({ 'other.example.com': [['93.184.216.34']] }));
    expect(await get.fetch(`https://pictures.example.com.:${host.port}/`, newOperation())).toEqual(png);
    expect(asked).toEqual([`pictures.example.com:${host.port}`, 'pictures.example.com']);
    await expect(get.fetch(`https://other.example.com:${host.port}/`, newOperation())).rejects.toMatchObject({
      code: 'URL_FAILED',
      message: 'source.url: the certificate of its host is for another name.',
    });
  });

  it('believes no certificate that nobody vouches for, whatever the environment says', async () => {
    const host = await started(startSecureHost((_request, response) => response.end(png)));
    const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      const get = pictures({}, { ...localNetwork(), authority: undefined });
      await expect(get.fetch(`https://pictures.example.com:${host.port}/`, newOperation())).rejects.toMatchObject({
        code: 'URL_FAILED',
        message: 'source.url: the certificate of its host is not trusted.',
      });
    } finally {
      if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
      else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before;
    }
  });
});

describe('redirects', () => {
  const chain = (length: number) =>
    web((request, response) => {
      const step = Number(request.url?.slice(1));
      if (step >= length) response.end(png);
      else response.writeHead([301, 302, 303, 307, 308][step % 5] as number, { location: `/${step + 1}` }).end('not a picture');
    });

  it('three are followed', async () => {
    expect(await fetched(at(await chain(3), '/0'))).toEqual(png);
  });

  it.each([4, Infinity])('of %d the fourth is not', async (length) => {
    const host = await chain(length);
    await expect(fetched(at(host, '/0'))).rejects.toMatchObject({
      code: 'URL_FAILED',
      message: 'source.url: it redirects more than 3 times.',
    });
    expect(host.connections).toBe(4);
  });

  it('from https to http are refused, from http to https followed', async () => {
    const plain = await web((request, response) => {
      if (request.url === '/up') response.writeHead(302, { location: `https://pictures.example.com:${secure.port}/` }).end();
      else response.end(png);
    });
    const secure: LocalHost = await started(
      startSecureHost((request, response) => {
        if (request.url === '/down') response.writeHead(302, { location: at(plain) }).end();
        else response.end(png);
      }),
    );
    expect(await fetched(at(plain, '/up'))).toEqual(png);
    const before = plain.connections;
    await expect(fetched(`https://pictures.example.com:${secure.port}/down`)).rejects.toMatchObject({ code: 'URL_FORBIDDEN' });
    expect(plain.connections).toBe(before);
  });

  it.each([
    ['an address of another script', Buffer.from('/b\u00fccher/1', 'utf8').toString('latin1'), '/b%C3%BCcher/1'],
    ['an address beside the own one', '?big=1', '/a/b?big=1'],
  ])('%s is understood', async (_what, location, path) => {
    let asked = '';
    const host = await web((request, response) => {
      if (request.url === '/a/b') return response.writeHead(307, { location }).end();
      asked = request.url ?? '';
      return response.end(png);
    });
    expect(await fetched(at(host, '/a/b'))).toEqual(png);
    expect(asked).toBe(path);
  });

  it.each([[undefined], ['http://[']])('that lead to %s fail', async (location) => {
    const host = await web((_request, response) => response.writeHead(302, location === undefined ? {} : { location }).end());
    await expect(fetched(at(host))).rejects.toMatchObject({ code: 'URL_FAILED', message: expect.stringContaining('status 302') as string });
  });
});

describe('an answer that is no picture fails', () => {
  it.each([201, 204, 206, 300, 304, 400, 401, 403, 404, 410, 418, 429, 500, 503])('with status %i, and says so', async (status) => {
    const host = await web((_request, response) => response.writeHead(status).end(status === 204 || status === 304 ? undefined : png));
    await expect(fetched(at(host))).rejects.toMatchObject({
      code: 'URL_FAILED',
      message: `source.url: its host answered status ${status}, not 200.`,
    });
    await emptied(host);
  });

  it('compressed', async () => {
    const host = await web((_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(png)));
    await expect(fetched(at(host))).rejects.toMatchObject({
      code: 'URL_FAILED',
      message: expect.stringContaining('compressed') as string,
    });
  });

  it.each([
    ['ends before its length', 'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc', 'its host cut the connection.'],
    ['ends within a chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nabc', 'its host cut the connection.'],
    ['is not HTTP', 'SSH-2.0-OpenSSH_9.6\r\n', 'its host does not answer as HTTP wants.'],
    ['has two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc', 'its host does not answer as HTTP wants.'],
    ['has headers without an end', `HTTP/1.1 200 OK\r\n${'X-A: 1234567890\r\n'.repeat(5000)}`, 'its host does not answer as HTTP wants.'],
    ['is nothing at all', '', 'its host cut the connection.'],
    ['changes the protocol', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n', 'its host gave no answer.'],
  ])('when it %s', async (_what, bytes, message) => {
    const host = await started(startRawHost((socket) => socket.once('data', () => socket.end(bytes, 'latin1'))));
    await expect(fetched(at(host))).rejects.toMatchObject({ code: 'URL_FAILED', message: `source.url: ${message}` });
  });

  it('when nobody listens, without telling where', async () => {
    const host = await startWebHost(() => undefined);
    await host.close();
    await expect(fetched(at(host))).rejects.toMatchObject({ code: 'URL_FAILED', message: 'source.url: its host refused the connection.' });
  });
});

describe('the limit of bytes', () => {
  const settings = { MAX_UPLOAD_BYTES: png.length };

  it('is what a picture may just have', async () => {
    const host = await web((_request, response) => response.end(png));
    expect(await fetched(at(host), settings)).toEqual(png);
  });

  it('ends an answer that announces more, before any of it is read', async () => {
    const host = await web((_request, response) => void response.writeHead(200, { 'content-length': png.length + 1 }).flushHeaders());
    await expect(fetched(at(host), settings)).rejects.toMatchObject({
      code: 'IMAGE_TOO_LARGE',
      details: { limit: 'MAX_UPLOAD_BYTES', asked: png.length + 1, allowed: png.length },
    });
    await emptied(host);
  });

  it('ends an answer that announces nothing and never ends', async () => {
    const host = await web((_request, response) => {
      const more = (): void => {
        while (response.write(Buffer.alloc(10_000)));
      };
      response.on('drain', more);
      more();
    });
    await expect(fetched(at(host), settings)).rejects.toMatchObject({ code: 'IMAGE_TOO_LARGE' });
    await emptied(host);
  });

  it('counts bytes that come one by one', async () => {
    const single = Buffer.concat([...png].map((byte) => Buffer.from([0x31, 13, 10, byte, 13, 10])));
    const host = await started(
      startRawHost((socket) =>
        socket.once('data', () => {
          socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
          socket.end(Buffer.concat([single, Buffer.from('0\r\n\r\n')]));
        }),
      ),
    );
    expect(await fetched(at(host), settings)).toEqual(png);
    await expect(fetched(at(host), { MAX_UPLOAD_BYTES: png.length - 1 })).rejects.toMatchObject({ code: 'IMAGE_TOO_LARGE' });
  });
});

describe('the limit of time', () => {
  const settings = { URL_TIMEOUT_MS: 150 };
  const late = { code: 'URL_FAILED', message: 'source.url: it did not come within 150 ms (DENSEQL_URL_TIMEOUT_MS).' };

  it.each<[string, RequestListener]>([
    ['headers that never come', () => undefined],
    ['a body that never comes', (_request, response) => void response.writeHead(200).flushHeaders()],
    [
      'a body that drips',
      (_request, response) => {
        const dripping = setInterval(() => response.write('a'), 5);
        response.on('close', () => clearInterval(dripping));
      },
    ],
    [
      'redirects that each take their time',
      (_request, response) => void setTimeout(() => response.writeHead(302, { location: '/' }).end(), 60).unref(),
    ],
  ])('ends %s', async (_what, handler) => {
    const host = await web(handler);
    await expect(fetched(at(host), settings)).rejects.toMatchObject(late);
    await emptied(host);
  });

  it('ends headers that drip', async () => {
    const host = await started(
      startRawHost((socket) => {
        socket.write('HTTP/1.1 200 OK\r\n');
        const dripping = setInterval(() => socket.write('X-A: b\r\n'), 5);
        socket.on('close', () => clearInterval(dripping));
      }),
    );
    await expect(fetched(at(host), settings)).rejects.toMatchObject(late);
    await emptied(host);
  });

  it('ends a name that nobody answers for', async () => {
    const network: LocalNetwork = {
      ...localNetwork(),
      resolve: (_name, ending) => new Promise((resolve) => ending.addEventListener('abort', () => resolve([]))),
    };
    await expect(pictures(settings, network).fetch('http://pictures.example.com/', newOperation())).rejects.toMatchObject(late);
  });

  it('is the deadline of the operation where that is sooner', async () => {
    const host = await web(() => undefined);
    const operation = newOperation(undefined, performance.now() + 100);
    await expect(fetched(at(host), {}, operation)).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED', details: { phase: 'running' } });
    await emptied(host);
  });
});

describe('a client that leaves', () => {
  it.each<[string, RequestListener]>([
    ['before headers', () => undefined],
    ['within the body', (_request, response) => void response.writeHead(200).write('a')],
  ])('closes the connection at once, %s', async (_when, handler) => {
    const leaving = new AbortController();
    const reached = signal();
    const host = await web((request, response) => {
      handler(request, response);
      reached.happen();
    });
    const fetching = fetched(at(host), {}, newOperation(leaving.signal));
    await reached.happened;
    leaving.abort();
    await expect(fetching).rejects.toMatchObject({ code: 'CANCELLED' });
    await emptied(host);
  });
});

describe('fetches at once', () => {
  /** Answers only when told to. */
  async function gated() {
    const waiting: (() => void)[] = [];
    let most = 0;
    let arrived = (): void => undefined;
    const host = await web((_request, response) => {
      waiting.push(() => response.end(png));
      most = Math.max(most, waiting.length);
      arrived();
    });
    const until = async (count: number): Promise<void> => {
      while (waiting.length < count) await new Promise<void>((resolve) => (arrived = resolve));
    };
    return { host, waiting, until, most: () => most };
  }
  const paths = (count: number) => Array.from({ length: count }, (_, index) => `/${index}`);

  it('are four of one operation and eight of all', async () => {
    const { host, waiting, until, most } = await gated();
    const get = pictures();
    const operations = [newOperation(), newOperation(), newOperation()];
    const fetching = operations.flatMap((operation) => paths(6).map((path) => get.fetch(at(host, path), operation)));
    await until(8);
    expect(waiting).toHaveLength(8);
    let answered = 0;
    while (answered < 18) {
      await until(1);
      waiting.shift()?.();
      answered += 1;
    }
    expect(await Promise.all(fetching)).toHaveLength(18);
    expect(most()).toBe(8);

    const alone = newOperation();
    const more = paths(6).map((path) => get.fetch(at(host, path), alone));
    await until(4);
    expect(host.open.size).toBe(4);
    for (let left = 6; left > 0; left--) {
      await until(1);
      waiting.shift()?.();
    }
    await Promise.all(more);
  });

  it('leave the line when their operation is over', async () => {
    const { host, waiting, until } = await gated();
    const get = pictures();
    const staying = newOperation();
    const running = paths(4).map((path) => get.fetch(at(host, path), staying));
    const others = newOperation();
    running.push(...paths(4).map((path) => get.fetch(at(host, path), others)));
    await until(8);
    const leaving = new AbortController();
    const left = get.fetch(at(host), newOperation(leaving.signal));
    const late = get.fetch(at(host), newOperation(undefined, performance.now() + 30));
    leaving.abort();
    await expect(left).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(late).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED', details: { phase: 'waiting' } });
    for (const answer of waiting.splice(0)) answer();
    await Promise.all(running);
    expect(host.connections).toBe(8);
  });

  it('name no more addresses than an operation may have pictures', async () => {
    const host = await web((_request, response) => response.end(png));
    const get = pictures({ MAX_IMAGES: 2 });
    const operation = newOperation();
    for (const path of ['/1', '/2', '/2']) await get.fetch(at(host, path), operation);
    await expect(get.fetch(at(host, '/3'), operation)).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
      details: { limit: 'MAX_IMAGES', asked: 3, allowed: 2 },
    });
    expect(host.connections).toBe(3);
  });
});

describe('off', () => {
  it.each<[string, Partial<Config>, string]>([
    ['by default', { URL_SOURCES: readConfig({}).URL_SOURCES }, 'DENSEQL_URL_SOURCES'],
    ['offline, whatever is allowed', { URL_SOURCES: 'true', OFFLINE: true }, 'DENSEQL_OFFLINE'],
  ])('%s', async (_what, settings, named) => {
    const network = localNetwork();
    await expect(pictures(settings, network).fetch('http://pictures.example.com/', newOperation())).rejects.toMatchObject({
      code: 'URL_FORBIDDEN',
      message: expect.stringContaining(named) as string,
    });
    expect(network.asked).toEqual([]);
  });
});

it('an address of endless length is refused', async () => {
  const url = `http://pictures.example.com/${'a'.repeat(9000)}`;
  await expect(fetched(url)).rejects.toMatchObject({ code: 'BAD_INPUT', details: { field: 'source.url' } });
});
