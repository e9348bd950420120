import { expect, it } from 'vitest';
import { fakeClock } from '../../../../test/fixtures/fake-clock.js';
import { watchForAnswer } from './watch-for-answer.js';

const LIMIT = 10_000;

function watched() {
  const clock = fakeClock();
  const late: number[] = [];
  const held = { now: false };
  const stop = watchForAnswer(LIMIT, () => late.push(clock.now()), { clock, isHeld: () => held.now });
  return { clock, late, stop, held };
}

it('calls at the end of the time, once', () => {
  const { clock, late } = watched();
  clock.pass(LIMIT - 1);
  expect(late).toEqual([]);
  clock.pass(10 * LIMIT);
  expect(late).toEqual([LIMIT]);
});

it('never calls once it is stopped', () => {
  const { clock, late, stop } = watched();
  clock.pass(LIMIT - 1);
  stop();
  clock.pass(10 * LIMIT);
  expect(late).toEqual([]);
});

it('gives the whole time anew where the watching process itself stood still', () => {
  const { clock, late } = watched();
  clock.pass(LIMIT / 2);
  clock.stall(12_000);
  clock.pass(LIMIT - 1);
  expect(late).toEqual([]);
  clock.pass(1);
  expect(late).toEqual([LIMIT / 2 + 12_000 + LIMIT]);
});

it('gives the whole time anew once the other process is held no more', () => {
  const { clock, late, held } = watched();
  held.now = true;
  clock.pass(12_000);
  held.now = false;
  clock.pass(LIMIT - 1);
  expect(late).toEqual([]);
  clock.pass(1);
  expect(late).toEqual([12_000 + LIMIT]);
});

it('counts a turn that is a little late, and ends in any case', () => {
  const slow = watched();
  for (let look = 0; look < 10; look++) slow.clock.stall(LIMIT / 10 + 100);
  expect(slow.late).toEqual([LIMIT + 1000]);
  const stalling = watched();
  for (let stall = 0; stall < 200; stall++) stalling.clock.stall(12_000);
  expect(stalling.late).toHaveLength(1);
});
