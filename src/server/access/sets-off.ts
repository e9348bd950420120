import type { Config } from '../../core/config.js';
import { readCorsOrigins } from '../cors-origins.js';
import { isLoopback, readAllowedHosts } from './host-names.js';

type Settings = Pick<Config, 'API_KEYS' | 'HOST' | 'ALLOWED_HOSTS' | 'CORS_ORIGIN' | 'TRUST_PROXY'>;

/**
 * Why nothing is kept for who asks: without keys it would be everybody's, to read and to delete. On loopback everybody is this machine's own.
 * @returns what turns it on; null: it is on
 */
export function setsOff(config: Settings): string | null {
  if (config.API_KEYS.trim() !== '') return null;
  const open = [
    !isLoopback(config.HOST) && 'it listens beyond this machine (DENSEQL_HOST)',
    config.TRUST_PROXY.trim() !== '' && 'it is behind a proxy (DENSEQL_TRUST_PROXY)',
    readAllowedHosts(config) === null && 'it answers under any name (DENSEQL_ALLOWED_HOSTS)',
    readCorsOrigins(config) === null && 'pages of any site may ask it (DENSEQL_CORS_ORIGIN)',
  ].find((reason) => reason !== false);
  return open === undefined ? null : `the server has no API keys, and ${open}. Give it keys: DENSEQL_API_KEYS.`;
}
