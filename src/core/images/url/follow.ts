import type { IncomingMessage } from 'node:http';
import type { PictureLimits } from '../limits.js';
import type { AllowedHosts } from './allowed-hosts.js';
import { afterRedirect, urlFailed, urlForbidden } from './errors.js';
import { checkTarget } from './guard.js';
import type { Network } from './network.js';
import { readAnswer } from './read-answer.js';
import { sendRequest } from './request.js';

const MAX_REDIRECTS = 3;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Where an answer sends on to; null where it does not. @throws URL_FAILED, URL_FORBIDDEN */
function redirectOf({ statusCode = 0, headers: { location } }: IncomingMessage, from: URL): URL | null {
  if (!REDIRECTS.has(statusCode)) return null;
  // Headers come as latin1; addresses of other scripts are sent in UTF-8 as they are, and browsers read them so.
  const written = Buffer.from(location ?? '', 'latin1').toString('utf8');
  if (location === undefined || !URL.canParse(written, from.href))
    throw urlFailed(`its host answered status ${statusCode} without an address to go on to.`);
  const to = new URL(written, from.href);
  // Whoever asked for https is not given what anybody on the way could have put there.
  if (from.protocol === 'https:' && to.protocol === 'http:') throw urlForbidden('it redirects from https to http.');
  return to;
}

/**
 * Fetches the bytes of a picture. Every redirect is checked as the first address is; at most three are followed.
 *
 * @throws URL_FORBIDDEN, URL_FAILED, IMAGE_TOO_LARGE
 */
export async function follow(
  address: URL,
  allowed: AllowedHosts,
  network: Network,
  limits: Pick<PictureLimits, 'maxBytes'>,
  signal: AbortSignal,
): Promise<Buffer> {
  let url = address;
  for (let redirects = 0; ; redirects++) {
    const target = await checkTarget(url, allowed, network, signal).catch((error: unknown) => {
      throw redirects === 0 ? error : afterRedirect(error);
    });
    const answer = await sendRequest(target, network, signal);
    try {
      const next = redirectOf(answer, url);
      if (next === null) return await readAnswer(answer, limits);
      if (redirects === MAX_REDIRECTS) throw urlFailed(`it redirects more than ${MAX_REDIRECTS} times.`);
      url = next;
    } finally {
      answer.destroy();
    }
  }
}
