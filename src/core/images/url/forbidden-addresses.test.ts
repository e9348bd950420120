import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localNetwork, PUBLIC, startInside, startWebHost } from '../../../../test/fixtures/web/web-host.js';
import type { LocalHost, LocalNetwork } from '../../../../test/fixtures/web/web-host.js';
import { fixture } from '../../../../test/fixtures/pictures/fixtures.js';
import { readConfig } from '../../config.js';
import { Operation } from '../../operation.js';
import { createUrlPictures } from './url-pictures.js';

interface Trick {
  readonly trick: string;
  /** `{inside}` is the port of the server that must stay unheard of, `{web}` that of the one that stands for the internet. */
  readonly url: string;
  readonly code: string;
}

const tricks = JSON.parse(readFileSync(new URL('./forbidden-addresses.json', import.meta.url), 'utf8')) as readonly Trick[];
const png = fixture('rgba.png');

let inside: LocalHost;
let web: LocalHost;
beforeAll(async () => {
  inside = await startInside();
  web = await startWebHost((request, response) => {
    const to = /^\/to\?(.*)$/.exec(request.url ?? '')?.[1];
    // Bytes as they are: a hostile server does not ask what may be in a header.
    if (to === undefined) response.end(png);
    else response.writeHead(302, { location: Buffer.from(decodeURIComponent(to), 'utf8').toString('latin1') }).end('no picture');
  });
});
afterAll(async () => {
  await Promise.all([inside.close(), web.close()]);
});

const ports = (url: string): string => url.replaceAll('{inside}', String(inside.port)).replaceAll('{web}', String(web.port));
const redirecting = (to: string): string => ports(`http://pictures.example.com:{web}/to?${encodeURIComponent(ports(to))}`);

function fetching(network: LocalNetwork, setting = 'true') {
  const pictures = createUrlPictures({ ...readConfig({}), URL_SOURCES: setting }, network);
  return (url: string) =>
    pictures.fetch(ports(url), new Operation('test', new AbortController().signal, Infinity, { passes: 1, texts: 1, maskPixels: 1 }));
}

/** What is thrown, with everything that a client could see of it. */
const refusal = (promise: Promise<unknown>): Promise<{ code: string; message: string }> =>
  promise.then(
    () => ({ code: 'fetched', message: '' }),
    (error: { code: string; message: string }) => error,
  );

describe('an address that leads inside', () => {
  it.each(tricks)('is refused: $trick, $url', async ({ url, code }) => {
    const network = localNetwork();
    expect((await refusal(fetching(network)(url))).code).toBe(code);
    expect([network.reached, inside.connections]).toEqual([[], 0]);
  });

  // What cannot be sent in a header at all is left out; what is no address by itself may be one beside that of the server.
  it.each(tricks.filter(({ url, code }) => code === 'URL_FORBIDDEN' && !/^ |^http:\/\/\/|\t/.test(url)))(
    'is refused as a redirect of a public server: $trick, $url',
    async ({ url }) => {
      const network = localNetwork();
      const { code, message } = await refusal(fetching(network)(redirecting(url)));
      expect([code, message.slice(0, 29)]).toEqual(['URL_FORBIDDEN', 'source.url: after a redirect:']);
      expect([network.reached, inside.connections]).toEqual([[PUBLIC], 0]);
    },
  );

  it.each(tricks)('is refused where the setting lists hosts: $trick, $url', async ({ url, code }) => {
    const network = localNetwork();
    const { code: refused } = await refusal(fetching(network, 'pictures.example.com,*.example.org')(url));
    expect(refused).toBe(code);
    expect([network.reached, inside.connections]).toEqual([[], 0]);
  });
});

describe('a name', () => {
  const INSIDE: readonly [string, readonly string[]][] = [
    ['loopback', ['127.0.0.1']],
    ['IPv6 loopback', ['::1']],
    ['an IPv4-mapped address', ['::ffff:127.0.0.1']],
    ['private addresses', ['10.1.2.3']],
    ['metadata', ['169.254.169.254']],
    ['carrier-grade NAT', ['100.64.0.1']],
    ['a unique-local address', ['fd00:ec2::254']],
    ['NAT64 of a private address', ['64:ff9b::10.0.0.1']],
    ['a zone', ['fe80::1%lo']],
    ['no address at all', []],
    ['something that is no address', ['localhost']],
    ['a public address and loopback', [PUBLIC, '127.0.0.1']],
    ['loopback and a public address', ['127.0.0.1', PUBLIC]],
    ['a public address and IPv6 loopback', [PUBLIC, '::1']],
  ];
  it.each(INSIDE)('that stands for %s is refused as one that does not exist', async (_what, addresses) => {
    const fetch = fetching(localNetwork({ 'name.example.com': [addresses] }));
    const { code, message } = await refusal(fetch('http://name.example.com:{inside}/'));
    const nowhere = await refusal(fetch('http://nowhere.example.com:{inside}/'));
    expect([code, message]).toEqual([nowhere.code, nowhere.message]);
    expect(code).toBe('URL_FORBIDDEN');
    const redirected = await refusal(fetch(redirecting('http://name.example.com:{inside}/')));
    expect(redirected.code).toBe('URL_FORBIDDEN');
    for (const address of addresses) expect(`${message}${redirected.message}`).not.toContain(address);
    expect(inside.connections).toBe(0);
  });

  it('is resolved once: a second answer never counts for the first check', async () => {
    const network = localNetwork({ 'rebinding.example.com': [[PUBLIC], ['127.0.0.1']] });
    const fetch = fetching(network);
    expect(await fetch('http://rebinding.example.com:{web}/')).toEqual(png);
    expect([network.asked, network.reached]).toEqual([['rebinding.example.com'], [PUBLIC]]);
    expect((await refusal(fetch('http://rebinding.example.com:{inside}/'))).code).toBe('URL_FORBIDDEN');
    expect(inside.connections).toBe(0);
  });

  it('that leads inside only after a redirect to itself is refused', async () => {
    const network = localNetwork({ 'rebinding.example.com': [[PUBLIC], ['127.0.0.1']] });
    const to = encodeURIComponent(`http://rebinding.example.com:${inside.port}/`);
    const { code } = await refusal(fetching(network)(`http://rebinding.example.com:{web}/to?${to}`));
    expect([code, network.asked.length, inside.connections]).toEqual(['URL_FORBIDDEN', 2, 0]);
  });

  it('that is not on the list is never resolved, not even after a redirect', async () => {
    const network = localNetwork({ 'other.example.com': [[PUBLIC]] });
    const fetch = fetching(network, 'pictures.example.com');
    expect((await refusal(fetch('http://other.example.com:{web}/'))).code).toBe('URL_FORBIDDEN');
    expect((await refusal(fetch(redirecting('http://other.example.com:{web}/')))).code).toBe('URL_FORBIDDEN');
    expect(network.asked).toEqual(['pictures.example.com']);
  });
});

it('the table is long enough to mean something', () => {
  expect(tricks.length).toBeGreaterThan(60);
  expect(new Set(tricks.map(({ url }) => url)).size).toBe(tricks.length);
});
