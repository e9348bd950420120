import { RateLimiterMemory, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { OneAtATime } from '../../core/one-at-a-time.js';

/** A minute begins with the first that is taken and ends 60 seconds later; then the next one begins. */
const SECONDS = 60;

/**
 * So much a minute for each of many, all of it or none: what is refused takes nothing. Counted by rate-limiter-flexible, whose stores beside memory
 * (Redis, Postgres, ...) count for several servers together.
 */
export class MinuteLimit {
  private readonly turns = new OneAtATime<string>();

  /** @param counter its points are how many a minute allows, its duration is a minute */
  constructor(
    readonly allowed: number,
    private readonly counter: RateLimiterAbstract = new RateLimiterMemory({ points: allowed, duration: SECONDS }),
  ) {}

  /** @returns milliseconds until the next minute begins where there is not enough left; 0: taken */
  take(who: string, count = 1): Promise<number> {
    return this.turns.run(who, async () => {
      const { consumedPoints, msBeforeNext } = await this.current(who);
      if (consumedPoints + count > this.allowed) return wait(msBeforeNext);
      try {
        await this.counter.consume(who, count);
        return 0;
      } catch (refused) {
        // Another server took it meanwhile: a store of its own counts for all.
        if (refused instanceof RateLimiterRes) return wait(refused.msBeforeNext);
        throw refused;
      }
    });
  }

  /** Gives back what was taken in this minute; what was taken in an earlier one is gone with it. */
  giveBack(who: string, count: number): Promise<void> {
    return this.turns.run(who, async () => {
      const { consumedPoints } = await this.current(who);
      if (consumedPoints > 0) await this.counter.reward(who, Math.min(count, consumedPoints));
    });
  }

  private async current(who: string): Promise<{ readonly consumedPoints: number; readonly msBeforeNext: number }> {
    const found = await this.counter.get(who);
    return found !== null && found.msBeforeNext > 0 ? found : { consumedPoints: 0, msBeforeNext: SECONDS * 1000 };
  }
}

/** Never 0, which says that it was taken. */
const wait = (milliseconds: number): number => Math.max(1, Math.ceil(milliseconds));
