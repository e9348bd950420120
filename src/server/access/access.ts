import type { Request } from 'express';
import { ANYBODY, type Client } from '../../core/client.js';
import type { Config } from '../../core/config.js';
import { DenseqlError } from '../../core/errors.js';
import { readApiKeys, type ApiKey } from './api-keys.js';
import { clientAddress } from './client-address.js';
import { createClient, takeOf, type Counted } from './create-client.js';
import { createScopes } from './create-scopes.js';
import { findKey, shownKeys } from './find-key.js';
import { readAllowedHosts } from './host-names.js';
import { MinuteLimit } from './minute-limit.js';
import { readTrustProxy } from './trust-proxy.js';

/** Who may ask, and how much. */
export interface Access {
  /** Whether a key is needed. */
  readonly needsKey: boolean;
  /** The names that requests may have in their Host; null: any. */
  readonly hosts: ReadonlySet<string> | null;
  /** Proxies whose headers are believed, as Express takes it. */
  readonly trustProxy: number | string | false;
  /** Who sent the request, which is counted. @throws UNAUTHENTICATED, RATE_LIMITED (details.retryAfterMs) */
  identify(request: Request): Promise<Client>;
}

/** Wrong keys of one address in a minute that are answered as such; one that somebody mistyped in a program is tried again and again. */
const WRONG_KEYS = 20;

const limitOf = (allowed: number | null): MinuteLimit | null => (allowed === null ? null : new MinuteLimit(allowed));

/** Counts a request of a known client. */
async function counted(client: Counted): Promise<Client> {
  const { requests, who, named } = client;
  await takeOf(requests, who, `${named} may send ${requests?.allowed} requests a minute; they are used up.`);
  return createClient(client);
}

/** Whoever sends one of the keys. */
function byKey(keys: readonly ApiKey[], scopeOf: (name: string) => string): Access['identify'] {
  const clients = new Map(
    keys.map((key) => {
      const { name, requests, passes } = key;
      const named = `The key "${name}"`;
      return [key, { who: name, named, scope: scopeOf(name), owner: name, requests: limitOf(requests), passes: limitOf(passes) }];
    }),
  );
  const wrong = new MinuteLimit(WRONG_KEYS);
  return async ({ headers, ip }) => {
    const shown = shownKeys(headers);
    for (const one of shown) {
      const key = findKey(keys, one);
      // Before wrong ones are counted: a neighbour behind the same address must not lock anybody out.
      if (key) return counted(clients.get(key)!);
    }
    if (shown.length > 0)
      await takeOf(wrong, clientAddress(ip), `More than ${WRONG_KEYS} wrong API keys came from this address within a minute.`);
    throw new DenseqlError(
      'UNAUTHENTICATED',
      'A valid API key is needed: send it as "Authorization: Bearer <key>" or as "X-API-Key: <key>".',
    );
  };
}

/** Everybody, each address within its limits. */
function byAddress(config: Pick<Config, 'ADDRESS_REQUESTS' | 'ADDRESS_PASSES'>): Access['identify'] {
  const [requests, passes] = [limitOf(config.ADDRESS_REQUESTS || null), limitOf(config.ADDRESS_PASSES || null)];
  if (requests === null && passes === null) return async ({ ip }) => ({ ...ANYBODY, who: clientAddress(ip) });
  return ({ ip }) => counted({ who: clientAddress(ip), named: 'This address', scope: '', owner: '', requests, passes });
}

type AccessConfig = Pick<Config, 'API_KEYS' | 'ADDRESS_REQUESTS' | 'ADDRESS_PASSES' | 'SECRET' | 'ALLOWED_HOSTS' | 'HOST' | 'TRUST_PROXY'>;

/** Who may ask by the settings. @throws BAD_INPUT that says which setting is wrong, and shows no key */
export function createAccess(config: AccessConfig): Access {
  const keys = readApiKeys(config.API_KEYS);
  // Read where no key needs it, too: whoever adds keys later must not find then that it is too short.
  const scopes = createScopes(config.SECRET);
  return {
    needsKey: keys.length > 0,
    hosts: readAllowedHosts(config),
    trustProxy: readTrustProxy(config.TRUST_PROXY),
    identify: keys.length > 0 ? byKey(keys, scopes) : byAddress(config),
  };
}
