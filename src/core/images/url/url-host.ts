import { isIP } from 'node:net';

export interface UrlHost {
  /** For headers, certificates and lists: without the dot that a name may end in, IPv6 in brackets. */
  readonly name: string;
  /** Whether it is an address and no name. */
  readonly literal: boolean;
  /** The same for sockets: IPv6 without brackets. */
  readonly address: string;
}

/**
 * The host of an http(s) URL. The URL parser has made one form of all ways to write it: decimal, octal, hexadecimal and short IPv4 addresses,
 * other digits, escapes, capitals.
 */
export function hostOf({ hostname }: URL): UrlHost {
  const name = hostname.replace(/\.$/, '');
  const address = name.replace(/^\[(.*)\]$/, '$1');
  return { name, address, literal: isIP(address) !== 0 };
}
