import { DenseqlError } from '../../errors.js';
import type { HubEnvironment } from './environment.js';
import { Passing } from './retrying.js';

const MAX_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Ends a request from which nothing has arrived for a while; every arrival begins the time anew. */
export class Watchdog {
  private readonly controller = new AbortController();
  private readonly stop = (): void => this.controller.abort(this.outer.reason);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly milliseconds: number,
    private readonly outer: AbortSignal,
  ) {
    outer.addEventListener('abort', this.stop, { once: true });
    if (outer.aborted) this.stop();
    this.touch();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  touch(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.controller.abort(new Error(`nothing arrived for ${this.milliseconds / 1000} s`)), this.milliseconds);
  }

  /** Also unloads of an answer that nobody reads. */
  close(): void {
    clearTimeout(this.timer);
    this.outer.removeEventListener('abort', this.stop);
    this.controller.abort();
  }
}

/**
 * One GET that follows redirects by hand: large files lie on other hosts, and the token is for the endpoint's origin alone. (fetch itself
 * drops the header across origins too; here a test can see it, and https never turns into http.)
 *
 * @throws Passing when the connection fails or `signal` aborts; HUB_FAILED for a redirect that must not be followed
 */
export async function get(
  address: string,
  headers: Readonly<Record<string, string>>,
  environment: HubEnvironment,
  signal: AbortSignal,
): Promise<Response> {
  const { origin } = new URL(environment.endpoint);
  let url = new URL(address);
  for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
    // Compressed answers cannot be resumed, and their length says nothing.
    const sent = new Headers({ 'accept-encoding': 'identity', 'user-agent': 'denseql', ...headers });
    if (url.origin === origin && environment.token !== undefined) sent.set('authorization', `Bearer ${environment.token}`);
    const response = await fetch(url, { redirect: 'manual', signal, headers: sent }).catch((error: unknown) => {
      throw new Passing(error);
    });
    const location = response.headers.get('location');
    if (!REDIRECTS.has(response.status) || location === null) return response;
    await response.body?.cancel();
    const next = URL.canParse(location, url.href) ? new URL(location, url.href) : null;
    if (next === null || (next.protocol !== url.protocol && next.protocol !== 'https:'))
      throw new DenseqlError('HUB_FAILED', `${url.href}: redirects to ${JSON.stringify(location)}, which is not followed.`);
    url = next;
  }
  throw new DenseqlError('HUB_FAILED', `${address}: redirects more than ${MAX_REDIRECTS} times.`);
}
