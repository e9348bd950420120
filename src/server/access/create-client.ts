import type { Client } from '../../core/client.js';
import { DenseqlError } from '../../core/errors.js';
import type { MinuteLimit } from './minute-limit.js';

/** Who asks, as messages name it; `who` is what its minutes are counted by. */
export interface Counted {
  readonly who: string;
  /** e.g. `The key "web"`. */
  readonly named: string;
  readonly scope: string;
  readonly owner: string;
  readonly requests: MinuteLimit | null;
  readonly passes: MinuteLimit | null;
}

/** @throws RATE_LIMITED where the minute's allowance is used up */
export async function takeOf(limit: MinuteLimit | null, who: string, refusal: string, count = 1): Promise<void> {
  const retryAfterMs = (await limit?.take(who, count)) ?? 0;
  if (retryAfterMs > 0) throw new DenseqlError('RATE_LIMITED', `${refusal} Try again in ${retryAfterMs} ms.`, { retryAfterMs });
}

/** A client whose passes are counted. */
export function createClient({ who, named, scope, owner, requests, passes }: Counted): Client {
  return Object.freeze<Client>({
    who,
    scope,
    owner,
    aMinute: Object.freeze({ requests: requests?.allowed ?? null, passes: passes?.allowed ?? null }),
    async takePasses(count) {
      if (passes === null) return;
      const { allowed } = passes;
      // Waiting would not help.
      if (count > allowed)
        throw new DenseqlError(
          'LIMIT_EXCEEDED',
          `${named} may ask ${allowed} encoder passes a minute; ${count} are asked at once. Ask for less at once.`,
          { limit: 'passes', asked: count, allowed },
        );
      await takeOf(passes, who, `${named} may ask ${allowed} encoder passes a minute; not enough are left.`, count);
    },
    async returnPasses(count) {
      await passes?.giveBack(who, count);
    },
  });
}
