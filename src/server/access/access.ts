import type { Request } from 'express';
import { ANYBODY, type Client } from '../../core/client.js';
import type { Config } from '../../core/config.js';
import { DenseqlError } from '../../core/errors.js';
import { readApiKeys } from './api-keys.js';
import { findKey, shownKeys } from './find-key.js';

/** Who may ask. */
export interface Access {
  /** Whether a key is needed. */
  readonly needsKey: boolean;
  /** Who sent the request. @throws UNAUTHENTICATED */
  identify(request: Request): Promise<Client>;
}

const unauthenticated = (): DenseqlError =>
  new DenseqlError('UNAUTHENTICATED', 'A valid API key is needed: send it as "Authorization: Bearer <key>" or as "X-API-Key: <key>".');

/** Who may ask by the settings. @throws Error that says which setting is wrong, and shows no key */
export function createAccess(config: Pick<Config, 'API_KEYS'>): Access {
  const keys = readApiKeys(config.API_KEYS);
  return {
    needsKey: keys.length > 0,
    async identify(request) {
      if (keys.length === 0) return ANYBODY;
      for (const shown of shownKeys(request.headers)) if (findKey(keys, shown)) return ANYBODY;
      throw unauthenticated();
    },
  };
}
