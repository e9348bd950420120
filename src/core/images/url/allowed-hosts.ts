import { badInput } from '../../errors.js';
import { isPublicAddress } from './public-address.js';
import { isPublicName } from './public-name.js';
import { hostOf } from './url-host.js';

/** Whether pictures may be fetched from a host, written as {@link hostOf} writes it. */
export type AllowedHosts = (host: string) => boolean;

function refuse(entry: string, why: string): never {
  throw badInput(
    'DENSEQL_URL_SOURCES',
    `"${entry}" ${why}. Give true, false, or hosts separated by commas: pictures.example.com, *.example.com.`,
  );
}

/** One host of the list, in the form in which addresses have it: a name of another script in ASCII, an IPv6 address in brackets. */
function readHost(entry: string, host: string): string {
  // Whatever else an address may have: scheme, user, port, path, query, escapes.
  if (/[\s/\\@?#%*]|:\d*$/.test(host.replace(/^\[.*\]$/, '')) || !URL.canParse(`http://${host}/`)) refuse(entry, 'is no host');
  const read = hostOf(new URL(`http://${host}/`));
  const isPublic = read.literal ? isPublicAddress(read.address) : isPublicName(read.name);
  if (!isPublic) refuse(entry, 'is no host of the public internet, and no other is ever asked');
  return read.name;
}

/**
 * Reads the setting URL_SOURCES: `false`, `true`, or hosts separated by commas, of which `*.example.com` is all hosts below example.com, not itself.
 *
 * @returns null where pictures by address are off
 * @throws BAD_INPUT naming the entry that is wrong
 */
export function readAllowedHosts(setting: string): AllowedHosts | null {
  const word = setting.trim().toLowerCase();
  if (word === 'false') return null;
  if (word === 'true') return () => true;
  const exact = new Set<string>();
  const ends: string[] = [];
  for (const entry of setting.split(',').map((part) => part.trim())) {
    if (!entry.startsWith('*.')) {
      exact.add(readHost(entry, entry));
      continue;
    }
    const base = readHost(entry, entry.slice(2));
    if (/^\[|^[\d.]+$/.test(base)) refuse(entry, 'is no name: an address has nothing below it');
    ends.push(`.${base}`);
  }
  return (host) => exact.has(host) || ends.some((end) => host.endsWith(end));
}
