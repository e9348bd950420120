import type { Config } from '../../core/config.js';
import type { Access } from './access.js';
import { isLoopback } from './host-names.js';

/** What whoever starts the server should hear of: that it is open to others than this machine. */
export function startWarnings({ HOST }: Pick<Config, 'HOST'>, { needsKey, hosts }: Pick<Access, 'needsKey' | 'hosts'>): readonly string[] {
  if (needsKey || isLoopback(HOST)) return [];
  const open = `Everybody who reaches this server may ask it: it listens beyond this machine (DENSEQL_HOST=${HOST}), and DENSEQL_API_KEYS is empty.`;
  const rebound = 'So may any web page in a browser that reaches it, by DNS rebinding, while DENSEQL_ALLOWED_HOSTS is empty.';
  return [hosts === null ? `${open} ${rebound}` : open];
}
