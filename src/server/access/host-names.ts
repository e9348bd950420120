import { domainToASCII } from 'node:url';
import ipaddr from 'ipaddr.js';
import type { Config } from '../../core/config.js';
import { badInput } from '../../core/errors.js';

/** Whether a server that listens there is reached from its own machine alone. */
export function isLoopback(host: string): boolean {
  return host.toLowerCase() === 'localhost' || (ipaddr.isValid(host) && ipaddr.process(host).range() === 'loopback');
}

/** A name or an address without a port, as names are compared: without case, brackets, a dot at the end; null: it is none. */
function canonical(host: string): string | null {
  const [, bracketed] = /^\[(.*)\]$/.exec(host) ?? [];
  const address = bracketed ?? host;
  if (ipaddr.IPv6.isValid(address)) return ipaddr.IPv6.parse(address).toString();
  if (bracketed !== undefined) return null;
  // Whatever else is in it would be cut off: of `a/b` it makes `a`.
  const ascii = /^(?:[\w.-]|[^\x20-\x7e])+$/.test(host) ? domainToASCII(host) : '';
  const name = ascii.replace(/\.$/, '');
  return /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(name) ? name : null;
}

/** The name in a `Host` header, whatever its port; null: it names nothing. */
export function hostName(header: string): string | null {
  const [, host] = /^(\[[^\]]*\]|[^:]*)(?::\d*)?$/.exec(header.trim()) ?? [];
  return host === undefined || /[^\x21-\x7e]/.test(host) ? null : canonical(host);
}

/**
 * The names that requests may have in their `Host`; null: any. Without the setting, a server that listens on loopback is asked by names of its own
 * machine: a page of another site, whose name was pointed at this machine, is no stranger to the browser, but names its own site here.
 * @throws BAD_INPUT that says which entry is wrong
 */
export function readAllowedHosts({ ALLOWED_HOSTS, HOST }: Pick<Config, 'ALLOWED_HOSTS' | 'HOST'>): ReadonlySet<string> | null {
  const entries = ALLOWED_HOSTS.split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);
  if (entries.includes('*')) return null;
  if (entries.length === 0) return isLoopback(HOST) ? new Set(['localhost', '127.0.0.1', '::1', canonical(HOST) ?? HOST]) : null;
  return new Set(
    entries.map((entry) => {
      const name = canonical(entry);
      if (name !== null) return name;
      throw badInput(
        'DENSEQL_ALLOWED_HOSTS',
        `"${entry}" is neither a host name nor an address; ports and patterns are not part of it. Any port is allowed.`,
      );
    }),
  );
}
