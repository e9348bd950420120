import type { Request } from 'express';
import ipaddr from 'ipaddr.js';

/** How much of an IPv6 address is a client's network: whoever has one has all of its 2^64 addresses. */
const NETWORK_PARTS = 4;

/** Whom limits per client count an address to: itself, or its /64 network where it is one of IPv6. IPv4 written as IPv6 is IPv4. */
export function clientAt(address = ''): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed instanceof ipaddr.IPv6
    ? `${parsed.parts
        .slice(0, NETWORK_PARTS)
        .map((part) => part.toString(16))
        .join(':')}::/64`
    : parsed.toString();
}

/** Who sends a request, for limits per client. */
export const clientOf = (request: Request): string => clientAt(request.ip);
