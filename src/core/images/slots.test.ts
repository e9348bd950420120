import { describe, expect, it, vi } from 'vitest';
import { Slots, type Waiting } from './slots.js';

const gate = () => {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
};

const who = (client = 'one', signal = new AbortController().signal, deadline = Infinity): Waiting => ({
  lane: { client },
  signal,
  deadline,
});

describe('Slots', () => {
  it('runs no more jobs than it has slots, those of one operation in order', async () => {
    const slots = new Slots(2);
    const gates = [gate(), gate(), gate(), gate()];
    const started: number[] = [];
    const operation = who();
    const jobs = gates.map((one, index) =>
      slots.run(async () => {
        started.push(index);
        await one.opened;
      }, operation),
    );
    await Promise.resolve();
    expect(started).toEqual([0, 1]);
    gates[1]?.open();
    await jobs[1];
    expect([started, slots.queued]).toEqual([[0, 1, 2], 1]);
    gates.forEach((one) => one.open());
    await Promise.all(jobs);
    expect(started).toEqual([0, 1, 2, 3]);
  });

  it('takes turns between operations', async () => {
    const slots = new Slots(1);
    const [many, single] = [who(), who()];
    const started: string[] = [];
    const job = (name: string, waiting: Waiting) => slots.run(async () => void started.push(name), waiting);
    await Promise.all([job('a1', many), job('a2', many), job('a3', many), job('b', single)]);
    expect(started).toEqual(['a1', 'b', 'a2', 'a3']);
  });

  it('while it is sparing runs one at a time, and rests after each for as long as that took', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] });
    try {
      let sparing = true;
      const slots = new Slots(2, () => sparing);
      const gates = [gate(), gate(), gate(), gate()];
      const started: number[] = [];
      const jobs = gates.map((one, index) =>
        slots.run(async () => {
          started.push(index);
          await one.opened;
        }, who()),
      );
      await vi.advanceTimersByTimeAsync(20);
      expect(started).toEqual([0]);
      gates[0]?.open();
      await jobs[0];
      await vi.advanceTimersByTimeAsync(19);
      expect(started).toEqual([0]);
      await vi.advanceTimersByTimeAsync(1);
      expect(started).toEqual([0, 1]);
      sparing = false;
      gates[1]?.open();
      await jobs[1];
      await vi.advanceTimersByTimeAsync(0);
      expect(started).toEqual([0, 1, 2, 3]);
      gates.forEach((one) => one.open());
      await Promise.all(jobs);
    } finally {
      vi.useRealTimers();
    }
  });

  it('frees the slot of a job that fails', async () => {
    const slots = new Slots(1);
    await expect(slots.run(() => Promise.reject(new Error('no')), who())).rejects.toThrow('no');
    expect(await slots.run(async () => 'next', who())).toBe('next');
  });

  it('withdraws a waiting job whose client leaves, and only that one', async () => {
    const slots = new Slots(1);
    const first = gate();
    const leaving = new AbortController();
    const running = slots.run(() => first.opened, who());
    const left = slots.run(async () => 'never', who('one', leaving.signal));
    const stays = slots.run(async () => 'ran', who());
    leaving.abort();
    await expect(left).rejects.toMatchObject({ code: 'CANCELLED' });
    first.open();
    await running;
    expect(await stays).toBe('ran');
    await expect(slots.run(async () => 'never', who('one', leaving.signal))).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('withdraws a waiting job at its deadline', async () => {
    const slots = new Slots(1);
    const first = gate();
    const running = slots.run(() => first.opened, who());
    await expect(slots.run(async () => 'never', who('one', undefined, performance.now() + 5))).rejects.toMatchObject({
      code: 'DEADLINE_EXCEEDED',
      details: { phase: 'waiting' },
    });
    await expect(slots.run(async () => 'never', who('one', undefined, performance.now() - 1))).rejects.toMatchObject({
      code: 'DEADLINE_EXCEEDED',
    });
    first.open();
    await running;
    expect(slots.queued).toBe(0);
  });

  it('lets nobody wait for a job that runs on, which keeps its slot', async () => {
    const slots = new Slots(1);
    const first = gate();
    const leaving = new AbortController();
    const left = slots.run(() => first.opened, who('one', leaving.signal));
    const next = slots.run(async () => 'ran', who());
    await Promise.resolve();
    leaving.abort();
    await expect(left).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(slots.queued).toBe(1);
    first.open();
    expect(await next).toBe('ran');
    await expect(slots.run(() => gate().opened, who('one', undefined, performance.now() + 5))).rejects.toMatchObject({
      code: 'DEADLINE_EXCEEDED',
      details: { phase: 'running' },
    });
  });
});
