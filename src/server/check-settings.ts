import type { Config } from '../core/config.js';
import { readAllowedHosts as readUrlSources } from '../core/images/url/allowed-hosts.js';
import { readApiKeys } from './access/api-keys.js';
import { createScopes } from './access/create-scopes.js';
import { readAllowedHosts } from './access/host-names.js';
import { readTrustProxy } from './access/trust-proxy.js';
import { readCorsOrigins } from './cors-origins.js';
import { readPublicUrl } from './public-url.js';

/**
 * Reads every setting whose text has a form of its own, and starts nothing: what is wrong shows before a port or a model is looked at.
 * @throws BAD_INPUT naming the setting; nothing of a key or a secret is shown
 */
export function checkSettings(config: Config): void {
  readUrlSources(config.URL_SOURCES);
  readPublicUrl(config);
  readCorsOrigins(config);
  readAllowedHosts(config);
  readTrustProxy(config.TRUST_PROXY);
  readApiKeys(config.API_KEYS);
  createScopes(config.SECRET);
}
