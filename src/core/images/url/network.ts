import { Resolver } from 'node:dns/promises';

/** The outer world as fetching needs it. Tests bring their own by code; no setting does. */
export interface Network {
  /**
   * All addresses of a name, of both families; none where there is no such name or nobody knows.
   * @param signal ends the question
   */
  resolve(name: string, signal: AbortSignal): Promise<readonly string[]>;
  /** Where a connection to these addresses, which have passed all checks, really goes. Absent: to themselves. */
  reach?(addresses: readonly string[]): readonly string[];
  /** A certificate authority (PEM) to trust in place of the usual ones. */
  readonly authority?: string;
}

const DNS_TIMEOUT_MS = 2000;
const DNS_TRIES = 2;

/**
 * @param servers name servers as `address:port`; absent: those of the system
 *
 * Not `dns.lookup`: it would hold one of the few threads that reading files and decoding pictures share for as long as a stranger's name server likes, cannot be
 * taken back, and looks into /etc/hosts and the search domains of the inner network, which no public name needs.
 */
export const internet = (servers?: readonly string[]): Network => ({
  async resolve(name, signal) {
    const resolver = new Resolver({ timeout: DNS_TIMEOUT_MS, tries: DNS_TRIES });
    if (servers) resolver.setServers(servers);
    const cancel = (): void => resolver.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
      return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  },
});
