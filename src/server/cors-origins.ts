import type { Config } from '../core/config.js';
import { badInput } from '../core/errors.js';

/** Schemes that browsers know no origin's form of, e.g. of extensions and of apps: what they send is compared as it is. */
const OTHER_ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s]+$/;

/** An origin as browsers send it: in small letters, without a slash at the end, without the port that its scheme has anyway; null: it is none. */
export function canonicalOrigin(given: string): string | null {
  const text = given.trim().toLowerCase();
  // What pages without an origin send: those of files, of sandboxed frames.
  if (text === 'null') return text;
  if (!URL.canParse(text)) return null;
  const { origin, pathname, search, hash, username, password } = new URL(text);
  if (origin === 'null') return OTHER_ORIGIN.test(text.replace(/\/$/, '')) ? text.replace(/\/$/, '') : null;
  const isBare = ['', '/'].includes(pathname) && `${search}${hash}${username}${password}` === '';
  return isBare && !origin.includes('*') ? origin : null;
}

/**
 * The origins whose pages may read answers, by the setting CORS_ORIGIN.
 * @returns null: any
 * @throws BAD_INPUT that says which entry is wrong
 */
export function readCorsOrigins({ CORS_ORIGIN }: Pick<Config, 'CORS_ORIGIN'>): ReadonlySet<string> | null {
  const entries = CORS_ORIGIN.split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);
  if (entries.includes('*')) return null;
  return new Set(
    entries.map((entry) => {
      const origin = canonicalOrigin(entry);
      if (origin !== null) return origin;
      throw badInput(
        'DENSEQL_CORS_ORIGIN',
        `"${entry}" is no origin: a scheme, a host, and a port if it is not the usual one, e.g. https://app.example.com or http://localhost:5173; no path, no pattern but * alone, which allows all.`,
      );
    }),
  );
}
