import { expect, it } from 'vitest';
import { Operation } from '../operation.js';
import { PixelQueue } from './pixel-queue.js';

const operation = (signal = new AbortController().signal, milliseconds = 60_000) =>
  new Operation('test', signal, performance.now() + milliseconds, { passes: 1, texts: 1, maskPixels: 1 });

/** A job that ends when told. */
function held() {
  let end: (value: string) => void = () => undefined;
  const done = new Promise<string>((resolve) => (end = resolve));
  const seen: { stop?: Int32Array } = {};
  const work = (stop: Int32Array) => {
    seen.stop = stop;
    return done;
  };
  return { work, seen, end };
}

it('runs so many at a time, in their order', async () => {
  const queue = new PixelQueue(1, 10);
  const [one, two] = [held(), held()];
  const answers = [queue.add(operation(), one.work), queue.add(operation(), two.work)];
  await Promise.resolve();
  expect(two.seen.stop).toBeUndefined();
  one.end('first');
  expect(await answers[0]).toBe('first');
  two.end('second');
  expect(await answers[1]).toBe('second');
});

it('refuses what goes beyond its length, with a time to come back', async () => {
  const queue = new PixelQueue(1, 1);
  const jobs = [held(), held()];
  const answers = jobs.map((job) => queue.add(operation(), job.work));
  await expect(queue.add(operation(), held().work)).rejects.toMatchObject({
    code: 'OVERLOADED',
    details: { retryAfterMs: expect.any(Number) },
  });
  jobs.forEach((job) => job.end('done'));
  expect(await Promise.all(answers)).toEqual(['done', 'done']);
});

it('refuses no job of an operation that is alone, however many it has; others are refused for those that have room', async () => {
  const queue = new PixelQueue(1, 8);
  const jobs = Array.from({ length: 1000 }, () => held());
  const many = operation();
  const answers = jobs.map((job) => queue.add(many, job.work));
  const others = Array.from({ length: 8 }, () => held());
  const theirs = others.map((job) => queue.add(operation(), job.work).catch((error: { code: string }) => error.code));
  [...jobs, ...others].forEach((job) => job.end('done'));
  expect(new Set(await Promise.all(answers))).toEqual(new Set(['done']));
  expect(await Promise.all(theirs)).toEqual([...Array<string>(7).fill('done'), 'OVERLOADED']);
});

it('takes out a waiting job whose client leaves, and tells a running one to stop', async () => {
  const queue = new PixelQueue(1, 10);
  const leaving = new AbortController();
  const [running, waiting, next] = [held(), held(), held()];
  const answers = [running, waiting].map((job) => queue.add(operation(leaving.signal), job.work));
  const last = queue.add(operation(), next.work);
  leaving.abort();
  for (const answer of answers) await expect(answer).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(running.seen.stop![0]).toBe(1);
  running.end('too late');
  next.end('next');
  expect(await last).toBe('next');
  expect(waiting.seen.stop).toBeUndefined();
});

it('says whether the deadline passed while waiting or running', async () => {
  const queue = new PixelQueue(1, 10);
  const [running, waiting] = [held(), held()];
  const answers = [running, waiting].map((job) => queue.add(operation(undefined, 5), job.work));
  await expect(answers[0]).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED', details: { phase: 'running' } });
  await expect(answers[1]).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED', details: { phase: 'waiting' } });
  running.end('');
});

it('closes when what runs has ended, and refuses the rest', async () => {
  const queue = new PixelQueue(1, 10);
  const [running, waiting] = [held(), held()];
  const answers = [running, waiting].map((job) => queue.add(operation(), job.work).catch((error: { code: string }) => error.code));
  await Promise.resolve();
  const closed = queue.close();
  running.end('');
  await closed;
  expect(await Promise.all(answers)).toEqual(['STOPPING', 'STOPPING']);
  await expect(queue.add(operation(), held().work)).rejects.toMatchObject({ code: 'STOPPING' });
});
