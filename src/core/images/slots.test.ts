import { expect, it } from 'vitest';
import { Slots } from './slots.js';

const gate = () => {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
};

it('runs no more jobs than it has slots, the others in order', async () => {
  const slots = new Slots(2);
  const gates = [gate(), gate(), gate(), gate()];
  const started: number[] = [];
  const jobs = gates.map((one, index) =>
    slots.run(async () => {
      started.push(index);
      await one.opened;
    }),
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

it('frees the slot of a job that fails', async () => {
  const slots = new Slots(1);
  await expect(slots.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await slots.run(async () => 'next')).toBe('next');
});

it('withdraws a waiting job whose client leaves, and only that one', async () => {
  const slots = new Slots(1);
  const first = gate();
  const leaving = new AbortController();
  const running = slots.run(() => first.opened);
  const left = slots.run(async () => 'never', leaving.signal);
  const stays = slots.run(async () => 'ran');
  leaving.abort();
  await expect(left).rejects.toMatchObject({ code: 'CANCELLED' });
  first.open();
  await running;
  expect(await stays).toBe('ran');
  await expect(slots.run(async () => 'never', leaving.signal)).rejects.toMatchObject({ code: 'CANCELLED' });
});
