import { describe, expect, it } from 'vitest';
import { hostName, isLoopback, readAllowedHosts } from './host-names.js';
import { startWarnings } from './start-warnings.js';
import { readTrustProxy } from './trust-proxy.js';

describe('the name in a Host header', () => {
  it.each([
    ['localhost', 'localhost'],
    ['LOCALHOST:4000', 'localhost'],
    ['localhost.:4000', 'localhost'],
    ['vision.example.com:', 'vision.example.com'],
    ['127.0.0.1:80', '127.0.0.1'],
    ['[::1]:4000', '::1'],
    ['[0:0:0:0:0:0:0:1]', '::1'],
    ['[2001:DB8::A]:1', '2001:db8::a'],
    ['127.1', '127.0.0.1'],
    ['127.0.0.256', null],
    ['', null],
    ['.', null],
    [':4000', null],
    ['localhost..', null],
    ['::1', null],
    ['[::1', null],
    ['[localhost]', null],
    ['evil.example@localhost', null],
    ['localhost/evil.example', null],
    ['localhost, evil.example', null],
    ['localhost:4000:80', null],
    ['localhost:http', null],
    ['löcalhost', null],
  ])('%s', (header, name) => expect(hostName(header)).toBe(name));
});

describe('the hosts that a server answers as', () => {
  const allowed = (ALLOWED_HOSTS: string, HOST: string) => {
    const hosts = readAllowedHosts({ ALLOWED_HOSTS, HOST });
    return hosts && [...hosts].sort();
  };
  it.each([
    ['127.0.0.1', ['127.0.0.1', '::1', 'localhost']],
    ['localhost', ['127.0.0.1', '::1', 'localhost']],
    ['::1', ['127.0.0.1', '::1', 'localhost']],
    ['127.0.0.9', ['127.0.0.1', '127.0.0.9', '::1', 'localhost']],
    ['0.0.0.0', null],
    ['::', null],
    ['192.0.2.7', null],
    ['vision.example.com', null],
  ])('are by default, listening on %s, %j', (host, hosts) => expect(allowed('', host)).toEqual(hosts));

  it('are those of the setting and no others', () => {
    expect(allowed('Vision.Example.com., [::1], 192.0.2.7,bücher.example', '127.0.0.1')).toEqual([
      '192.0.2.7',
      '::1',
      'vision.example.com',
      'xn--bcher-kva.example',
    ]);
    expect(allowed('vision.example.com, *', '127.0.0.1')).toBeNull();
  });

  it.each(['localhost:4000', '*.example.com', 'http://localhost', 'a b', '[::1]:80'])('refuses the entry %s, by name', (entry) => {
    expect(() => allowed(`localhost,${entry}`, '127.0.0.1')).toThrow(`DENSEQL_ALLOWED_HOSTS: "${entry}" is neither`);
  });
});

it.each([
  ['127.0.0.1', true],
  ['127.9.9.9', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['LocalHost', true],
  ['0.0.0.0', false],
  ['::', false],
  ['10.0.0.1', false],
  ['localhost.example.com', false],
])('listening on %s is on this machine alone: %s', (host, loopback) => expect(isLoopback(host)).toBe(loopback));

describe('at the start', () => {
  const warnings = (HOST: string, needsKey: boolean, hosts: ReadonlySet<string> | null) => startWarnings({ HOST }, { needsKey, hosts });

  it('whoever opens a server to other machines without keys hears of it', () => {
    expect(warnings('0.0.0.0', false, null)).toEqual([
      expect.stringMatching(/DENSEQL_HOST=0\.0\.0\.0.*DENSEQL_API_KEYS is empty.*rebinding/),
    ]);
    expect(warnings('0.0.0.0', false, new Set(['vision.example.com']))).toEqual([expect.not.stringContaining('rebinding')]);
  });

  it('nobody else does', () => {
    expect([warnings('0.0.0.0', true, null), warnings('127.0.0.1', false, new Set(['localhost']))]).toEqual([[], []]);
  });
});

describe('the setting TRUST_PROXY', () => {
  it.each([
    ['', false],
    ['1', 1],
    [' 2 ', 2],
    ['loopback, 10.0.0.0/8', 'loopback, 10.0.0.0/8'],
    ['fd00::/8', 'fd00::/8'],
  ])('%j', (setting, value) => expect(readTrustProxy(setting)).toBe(value));

  it.each(['true', 'all', '-1', '1.5', '10.0.0.0/99', 'proxy.example.com'])('refuses %s', (setting) => {
    expect(() => readTrustProxy(setting)).toThrow(/^DENSEQL_TRUST_PROXY: .*how many proxies stand in front/);
  });
});
