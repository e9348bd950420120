import { badInput, DenseqlError } from '../../errors.js';
import { networkWords } from '../../network-words.js';
import type { HubEnvironment } from './environment.js';

/** What the hub refused, in words that say the way out. The hub tells kinds apart by the header X-Error-Code. */
export function refusal(response: Response, what: string, { endpoint, token }: HubEnvironment): DenseqlError {
  const { status } = response;
  const kind = response.headers.get('x-error-code') ?? '';
  if (kind === 'GatedRepo')
    return new DenseqlError(
      'UNAUTHENTICATED',
      `${what}: its owners ask for consent. Give it on ${endpoint}, then set HF_TOKEN to a token of the account that gave it.`,
    );
  if (status === 401 || status === 403)
    return new DenseqlError(
      'UNAUTHENTICATED',
      token === undefined
        ? `${what}: ${endpoint} wants a token: the repository is private or gated, or it does not exist. Check the name, then set HF_TOKEN.`
        : `${what}: ${endpoint} does not accept the token for it (status ${status}). Check the name and the rights of HF_TOKEN.`,
    );
  if (kind === 'RevisionNotFound')
    return badInput('revision', `${what} does not exist, though the repository does. Name a branch, tag or commit of it.`);
  if (status === 404 && kind !== 'EntryNotFound')
    return badInput('repository', `${what} does not exist on ${endpoint}, or only an HF_TOKEN with rights on it can see it.`);
  return new DenseqlError(
    'HUB_FAILED',
    `${what}: ${endpoint} answered status ${status}${kind === '' ? '' : ` (${kind})`}. Try again later, or name another hub by HF_ENDPOINT.`,
  );
}

/** The network failed for longer than is worth trying. What has arrived stays in the cache. */
export const unreachable = (what: string, endpoint: string, tries: number, cause: unknown): DenseqlError =>
  new DenseqlError(
    'HUB_FAILED',
    `${what}: ${endpoint} could not be read in ${tries} tries (${networkWords(cause)}). What has arrived is kept: the same command resumes from there. HF_HUB_OFFLINE=1 uses what is in the cache.`,
    {},
    { cause },
  );

export const stopped = (): DenseqlError =>
  new DenseqlError('CANCELLED', 'Stopped. What has arrived is kept: the same command resumes from there.');
