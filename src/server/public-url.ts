import type { Config } from '../core/config.js';
import { badInput } from '../core/errors.js';

/**
 * Where the server is reached from outside, by the setting PUBLIC_URL, with a slash at its end; null: it does not know.
 * @throws BAD_INPUT that says what is wrong with it
 */
export function readPublicUrl({ PUBLIC_URL }: Pick<Config, 'PUBLIC_URL'>): string | null {
  const given = PUBLIC_URL.trim();
  if (given === '') return null;
  const { protocol, origin, pathname, search, hash, username, password } = URL.canParse(given) ? new URL(given) : ({} as Partial<URL>);
  if (protocol !== 'http:' && protocol !== 'https:')
    throw badInput('DENSEQL_PUBLIC_URL', `"${given}" is no address of http or https, e.g. https://vision.example.com/base/.`);
  if (`${search}${hash}${username}${password}` !== '')
    throw badInput('DENSEQL_PUBLIC_URL', 'it takes a scheme, a host, a port and a path; no user, no password, no query, no fragment.');
  return `${origin}${pathname!.replace(/\/*$/, '/')}`;
}
