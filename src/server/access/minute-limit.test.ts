import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClient } from './create-client.js';
import { MinuteLimit } from './minute-limit.js';

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'], now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

describe('so much a minute', () => {
  it('is exact, however many ask at once, and says how long to wait', async () => {
    const limit = new MinuteLimit(5);
    const waits = await Promise.all(Array.from({ length: 12 }, () => limit.take('a')));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(5);
    expect(waits.slice(5)).toEqual(Array(7).fill(60_000));
    vi.advanceTimersByTime(59_000);
    expect(await limit.take('a')).toBe(1000);
    vi.advanceTimersByTime(1000);
    expect(await limit.take('a', 5)).toBe(0);
    expect(await limit.take('a')).toBe(60_000);
  });

  it('is counted for each apart', async () => {
    const limit = new MinuteLimit(1);
    expect([await limit.take('a'), await limit.take('b'), await limit.take('a')]).toEqual([0, 0, 60_000]);
  });

  it('takes all or nothing', async () => {
    const limit = new MinuteLimit(5);
    expect([await limit.take('a', 3), await limit.take('a', 3), await limit.take('a', 2)]).toEqual([0, 60_000, 0]);
  });

  it('takes back what was not used, and never more than was taken in this minute', async () => {
    const limit = new MinuteLimit(2);
    await limit.take('a', 2);
    await limit.giveBack('a', 1);
    expect([await limit.take('a'), await limit.take('a')]).toEqual([0, 60_000]);
    vi.advanceTimersByTime(60_000);
    await limit.giveBack('a', 2);
    expect([await limit.take('a', 2), await limit.take('a')]).toEqual([0, 60_000]);
  });
});

describe('a client', () => {
  it('waits for its passes, and asks in vain for more at once than a minute has', async () => {
    const client = createClient({ who: 'a', named: 'The key "a"', scope: 's', owner: 'a', requests: null, passes: new MinuteLimit(3) });
    await expect(client.takePasses(4)).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
      message: 'The key "a" may ask 3 encoder passes a minute; 4 are asked at once. Ask for less at once.',
      details: { limit: 'passes', asked: 4, allowed: 3 },
    });
    await client.takePasses(2);
    await expect(client.takePasses(2)).rejects.toMatchObject({ code: 'RATE_LIMITED', details: { retryAfterMs: 60_000 } });
    await client.takePasses(1);
    await client.returnPasses(1);
    await client.takePasses(1);
  });
});
