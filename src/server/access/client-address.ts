import ipaddr from 'ipaddr.js';

/**
 * What requests of one client are counted by: its IPv4 address, or the /64 of its IPv6 address, out of which one machine may take any.
 * What a trusted proxy says and is no address counts as one client.
 */
export function clientAddress(address: string | undefined): string {
  if (address === undefined || !ipaddr.isValid(address)) return 'unknown';
  // An IPv4 address that is written as an IPv6 one is the same.
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toNormalizedString()}/64`).toString()}/64`;
}
