import { describe, expect, it } from 'vitest';
import { EncoderMemory, TURN_MS } from './encoder-memory.js';
import type { Tenant } from './encoder-memory.js';
import { fakeClock } from '../../../../test/fixtures/fake-clock.js';

class FakeTenant implements Tenant {
  held = 0;
  idle: number | null = null;
  wants = true;
  left = 0;
  pinned = false;
  constructor(
    readonly name: string,
    readonly estimate: number,
  ) {}
  bytes = (): number => this.held;
  idleSince = (): number | null => this.idle;
  wanted = (): boolean => this.wants;
  unload = (): Promise<void> => {
    this.left++;
    this.held = 0;
    this.idle = null;
    return Promise.resolve();
  };
}

/** A limit of 100 beside 20 that are always held, and tenants that need 30. */
function setUp(...names: string[]) {
  const clock = fakeClock();
  const memory = new EncoderMemory(100, clock);
  const active = Object.assign(new FakeTenant('active', 20), { held: 20, pinned: true });
  memory.add(active);
  const tenants = names.map((name) => new FakeTenant(name, 30));
  for (const tenant of tenants) memory.add(tenant);
  const granted: string[] = [];
  const load = (tenant: FakeTenant) =>
    memory.reserve(tenant).then(() => {
      granted.push(tenant.name);
      tenant.held = 30;
      memory.settled(tenant);
    });
  return { clock, memory, tenants: tenants as [FakeTenant, FakeTenant, FakeTenant], granted, load };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the memory of encoders', () => {
  it('lets load whoever fits and counts what is promised at once', async () => {
    const { memory, tenants, load } = setUp('a', 'b', 'c');
    const both = [load(tenants[0]), load(tenants[1])];
    expect(memory.bytes).toBe(80);
    await Promise.all(both);
    expect(memory.bytes).toBe(80);
  });

  it('lets the least recently used one go that has no work, never one that has', async () => {
    const { clock, tenants, load, granted } = setUp('a', 'b', 'c');
    const [a, b, c] = tenants;
    await Promise.all([load(a), load(b)]);
    clock.pass(1000);
    a.idle = null;
    b.idle = 500;
    void load(c);
    await turn();
    expect([a.left, b.left]).toEqual([0, 1]);
    expect(granted).toEqual(['a', 'b', 'c']);
  });

  it('takes the longest unused of two', async () => {
    const { clock, tenants, load } = setUp('a', 'b', 'c');
    const [a, b, c] = tenants;
    await Promise.all([load(a), load(b)]);
    clock.pass(1000);
    [a.idle, b.idle] = [700, 300];
    void load(c);
    await turn();
    expect([a.left, b.left]).toEqual([0, 1]);
  });

  it('waits while the others work, a little longer than their last work, and in line', async () => {
    const { clock, memory, tenants, load, granted } = setUp('a', 'b', 'c');
    const [a, b, c] = tenants;
    await Promise.all([load(a), load(b)]);
    void load(c);
    await turn();
    expect(granted).toEqual(['a', 'b']);
    a.idle = clock.now();
    memory.advance();
    await turn();
    expect(a.left).toBe(0);
    clock.pass(100);
    await turn();
    expect([a.left, granted]).toEqual([1, ['a', 'b', 'c']]);
  });

  it('tells one that works to leave when its turn is over and another waits, not before', async () => {
    const { clock, memory, tenants, load } = setUp('a', 'b', 'c');
    const [a, b, c] = tenants;
    await Promise.all([load(a), load(b)]);
    clock.pass(TURN_MS);
    expect(memory.turnIsOver(0)).toBe(false);
    void load(c);
    expect(memory.turnIsOver(0)).toBe(true);
    expect(memory.turnIsOver(1)).toBe(false);
    c.wants = false;
    expect(memory.turnIsOver(0)).toBe(false);
  });

  it('passes over a request that nobody wants, until somebody does', async () => {
    const { clock, memory, tenants, load, granted } = setUp('a', 'b', 'c');
    const [a, b, c] = tenants;
    await Promise.all([load(a), load(b)]);
    c.wants = false;
    clock.pass(1000);
    a.idle = 0;
    void load(c);
    await turn();
    expect(a.left).toBe(0);
    c.wants = true;
    memory.advance();
    await turn();
    expect(granted).toEqual(['a', 'b', 'c']);
  });

  it('refuses at once what cannot fit beside the active one, with both numbers', async () => {
    const { memory } = setUp();
    const large = new FakeTenant('large', 90);
    await expect(memory.reserve(large)).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
      message: expect.stringMatching(/^ENCODER_BYTES: .*large.* 110 bytes, 100 allowed/) as string,
      details: { limit: 'ENCODER_BYTES', asked: 110, allowed: 100 },
    });
  });

  it('refuses a request that is withdrawn', async () => {
    const { memory, tenants, load } = setUp('a', 'b', 'c');
    const [a, b, c] = tenants;
    await Promise.all([load(a), load(b)]);
    const waiting = memory.reserve(c);
    memory.withdraw(c);
    await expect(waiting).rejects.toMatchObject({ code: 'ENCODER_UNAVAILABLE' });
  });
});
