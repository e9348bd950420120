import { describe, expect, it } from 'vitest';
import { readAllowedHosts } from './allowed-hosts.js';

describe('readAllowedHosts', () => {
  it.each(['false', 'FALSE', ' false '])('is off with "%s"', (setting) => {
    expect(readAllowedHosts(setting)).toBeNull();
  });

  it('takes any host with true', () => {
    expect(readAllowedHosts('true')?.('anything.example.net')).toBe(true);
  });

  it.each<[string, string, boolean]>([
    ['pictures.example.com', 'pictures.example.com', true],
    ['Pictures.Example.COM.', 'pictures.example.com', true],
    ['pictures.example.com', 'example.com', false],
    ['pictures.example.com', 'a.pictures.example.com', false],
    ['pictures.example.com', 'pictures.example.com.evil.net', false],
    ['*.example.com', 'a.example.com', true],
    ['*.example.com', 'a.b.example.com', true],
    ['*.example.com', 'example.com', false],
    ['*.example.com', 'evilexample.com', false],
    ['a.example.com, *.example.net', 'x.example.net', true],
    ['bücher.example.com', 'xn--bcher-kva.example.com', true],
    ['93.184.216.34', '93.184.216.34', true],
    ['[2606:4700:0::1111]', '[2606:4700::1111]', true],
    ['93.184.216.34', '93.184.216.35', false],
  ])('with "%s" answers for %s: %s', (setting, host, answer) => {
    expect(readAllowedHosts(setting)?.(host)).toBe(answer);
  });

  it.each([
    'yes',
    'true,pictures.example.com',
    'https://pictures.example.com',
    'pictures.example.com/',
    'pictures.example.com:443',
    'user@pictures.example.com',
    '*',
    '*.com',
    '*.*.example.com',
    'pictures.*.com',
    '.example.com',
    'a.example.com,',
    'pictures example.com',
    '*.93.184.216.34',
    'localhost',
    '*.localhost',
    '127.0.0.1',
    '2130706433',
    '10.0.0.1',
    '[::1]',
    'wiki.internal',
  ])('refuses "%s" at the start', (setting) => {
    expect(() => readAllowedHosts(setting)).toThrow(/^DENSEQL_URL_SOURCES: ".*" is no /);
  });
});
