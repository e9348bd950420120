import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import { isPublicAddress } from './public-address.js';

// Python's ipaddress, which has its own copy of IANA's registries: test/fixtures/addresses/make.py.
const verdicts = Object.entries(
  JSON.parse(readFileSync(new URL('../../../../test/fixtures/addresses/is-global.json', import.meta.url), 'utf8')) as Record<
    string,
    boolean
  >,
);

/** Global as IANA means it, and refused here on purpose. */
const STRICTER = [
  ['multicast', '224.0.0.0/4'],
  ['multicast', 'ff00::/8'],
  ['protocol assignments with global exceptions', '192.0.0.0/24'],
  ['protocol assignments with global exceptions', '2001::/23'],
  ['6to4 relays, withdrawn', '192.88.99.0/24'],
  ['AS112', '192.31.196.0/24'],
  ['AS112', '192.175.48.0/24'],
  ['AMT', '192.52.193.0/24'],
  ['AS112', '2620:4f:8000::/48'],
  ['6to4', '2002::/16'],
].map(([, range]) => ipaddr.parseCIDR(range as string));
const inside = (address: string): boolean => {
  const parsed = ipaddr.parse(address);
  return STRICTER.some((range) => range[0].kind() === parsed.kind() && parsed.match(range));
};
const givenOut = (address: string): boolean =>
  !address.includes(':') || ipaddr.parse(address).match(ipaddr.parseCIDR('2000::/3')) || address.startsWith('64:ff9b::');

describe('isPublicAddress', () => {
  it('takes no address that another implementation calls special', () => {
    const special = verdicts.filter(([, global]) => !global).map(([address]) => address);
    expect(special.length).toBeGreaterThan(80);
    expect(special.filter((address) => isPublicAddress(address))).toEqual([]);
  });

  it('takes every address that another implementation calls global, but for the ranges that are refused on purpose', () => {
    const ordinary = verdicts.filter(([address, global]) => global && !inside(address) && givenOut(address)).map(([address]) => address);
    expect(ordinary.length).toBeGreaterThan(300);
    // Of NAT64 the embedded IPv4 address decides: the ends of the range hold 0.0.0.0 and 255.255.255.255.
    expect(ordinary.filter((address) => !isPublicAddress(address) && !address.startsWith('64:ff9b::'))).toEqual([]);
  });

  it.each(['8.8.8.8', '93.184.216.34', '2606:4700:4700::1111', '2a00:1450:4001:82a::200e', '64:ff9b::8.8.8.8'])('takes %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each(['64:ff9b::10.0.0.1', '64:ff9b::169.254.169.254', '2606:4700::1%eth0', 'pictures.example.com', '', '127.1', '0x7f000001'])(
    'refuses %s',
    (address) => {
      expect(isPublicAddress(address)).toBe(false);
    },
  );

  it('refuses the public addresses of this machine, however they are written', () => {
    const own = ['93.184.216.34', '2606:4700::1'];
    expect(['93.184.216.34', '64:ff9b::5db8:d822', '2606:4700:0:0::1'].map((address) => isPublicAddress(address, own))).toEqual([
      false,
      false,
      false,
    ]);
    expect(isPublicAddress('93.184.216.35', own)).toBe(true);
    for (const { address } of Object.values(networkInterfaces()).flatMap((cards = []) => cards))
      expect(isPublicAddress(address)).toBe(false);
  });
});
