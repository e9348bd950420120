import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { digestOf, type ApiKey } from './api-keys.js';

/** The keys that a request shows: the bearer token, `X-API-Key`. Another scheme of `Authorization` is somebody else's, such as a proxy's. */
export function shownKeys({ authorization, 'x-api-key': header }: IncomingHttpHeaders): readonly string[] {
  const [, token] = /^bearer +(\S+) *$/i.exec(authorization ?? '') ?? [];
  return [token, typeof header === 'string' ? header.trim() : undefined].filter((key): key is string => key !== undefined && key !== '');
}

/** Compared by digests of one length, with all keys, so that the time it takes tells nothing of any. */
export function findKey(keys: readonly ApiKey[], shown: string): ApiKey | null {
  const digest = digestOf(shown);
  let found: ApiKey | null = null;
  for (const key of keys) if (timingSafeEqual(key.digest, digest)) found = key;
  return found;
}
