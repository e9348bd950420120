import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import ipaddr from 'ipaddr.js';

/**
 * What ipaddr.js (IANA's registries of special addresses) takes for ordinary and that is not for strangers: Azure's machine behind every virtual machine,
 * which gives out settings and certificates.
 */
const FURTHER_IPV4 = [ipaddr.IPv4.parseCIDR('168.63.129.16/32')];

/** All that IANA has given out for ordinary use lies in here. What lies outside is no use today, IPv4-compatible addresses (::a.b.c.d) for one. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** In networks without IPv4, DNS64 gives names of IPv4 hosts such addresses: the IPv4 address is in the last four bytes. */
const NAT64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96');

/** ISATAP: the last four bytes are an IPv4 address of an inner network, whatever the prefix. */
const isIsatap = ({ parts }: ipaddr.IPv6): boolean => ((parts[4] as number) & 0xfdff) === 0 && parts[5] === 0x5efe;

function ownAddresses(): readonly string[] {
  return Object.values(networkInterfaces()).flatMap((cards = []) => cards.map(({ address }) => address));
}

const normal = (address: string): string => ipaddr.parse(address.replace(/%.*$/, '')).toNormalizedString();

/**
 * Whether an address is one of the public internet and not of this machine. This machine's own public addresses are refused as well: what it serves on them
 * may be meant for itself alone, with a firewall in front that a connection from inside does not meet.
 *
 * @param address IPv4 with dots or IPv6, as resolvers and URL parsers write them
 * @param own addresses of this machine
 */
export function isPublicAddress(address: string, own: readonly string[] = ownAddresses()): boolean {
  // A zone (%eth0) names one of this machine's links.
  if (isIP(address) === 0 || address.includes('%')) return false;
  const parsed = ipaddr.parse(address);
  if (own.some((one) => normal(one) === parsed.toNormalizedString())) return false;
  if (parsed instanceof ipaddr.IPv4) return parsed.range() === 'unicast' && !FURTHER_IPV4.some((range) => parsed.match(range));
  const { parts } = parsed;
  if (parsed.match(NAT64)) {
    const [high, low] = parts.slice(6) as [number, number];
    return isPublicAddress([high >> 8, high & 255, low >> 8, low & 255].join('.'), own);
  }
  return parsed.range() === 'unicast' && parsed.match(GLOBAL_IPV6) && !isIsatap(parsed);
}
