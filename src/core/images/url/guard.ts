import type { AllowedHosts } from './allowed-hosts.js';
import { urlForbidden } from './errors.js';
import type { Network } from './network.js';
import { isPublicAddress } from './public-address.js';
import { isPublicName } from './public-name.js';
import { hostOf } from './url-host.js';
import type { UrlHost } from './url-host.js';
import { isWebPort } from './web-port.js';

/** Where a request may go. */
export interface Target {
  readonly url: URL;
  readonly host: UrlHost;
  /** All addresses of the host, checked; the connection goes to one of them, without asking the resolver again. */
  readonly addresses: readonly string[];
}

const PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/** Checks what an address says by itself, before any name is resolved. @throws URL_FORBIDDEN */
export function checkUrl(url: URL, allowed: AllowedHosts): UrlHost {
  const usual = PORTS[url.protocol];
  if (usual === undefined) throw urlForbidden('only http and https addresses are fetched.');
  if (url.username !== '' || url.password !== '') throw urlForbidden('addresses with a user or a password are not fetched.');
  const port = url.port === '' ? usual : Number(url.port);
  if (!isWebPort(port))
    throw urlForbidden(`port ${port} is not asked. 80, 443 and those from 1024 up are, except the ones that browsers block.`);
  const host = hostOf(url);
  if (!(host.literal ? isPublicAddress(host.address) : isPublicName(host.name)))
    throw urlForbidden('its host is not one of the public internet. Upload the picture to /uploads, or send its bytes in data.');
  if (!allowed(host.name)) throw urlForbidden('this server does not fetch from this host; its DENSEQL_URL_SOURCES names those allowed.');
  return host;
}

/**
 * Checks an address and everything that its name stands for. Of a name that does not exist no other is said than of one that leads inside: else whoever asks
 * could find out which names the inner network has.
 *
 * @throws URL_FORBIDDEN
 */
export async function checkTarget(url: URL, allowed: AllowedHosts, network: Network, signal: AbortSignal): Promise<Target> {
  const host = checkUrl(url, allowed);
  if (host.literal) return { url, host, addresses: [host.address] };
  const addresses = await network.resolve(host.name, signal);
  signal.throwIfAborted();
  // One public address among others is no excuse: the name would lead inside at the next try.
  if (addresses.length === 0 || !addresses.every((address) => isPublicAddress(address)))
    throw urlForbidden('its host has no public address: there is no such name now, or it leads to where nothing is fetched from.');
  return { url, host, addresses };
}
