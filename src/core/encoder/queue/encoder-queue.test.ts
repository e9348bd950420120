import { describe, expect, it, vi } from 'vitest';
import { DenseqlError } from '../../errors.js';
import { PassTimes } from '../process/pass-times.js';
import { operation } from '../../../../test/fixtures/packs/tiny-encoder.js';
import type { Runner, Work, WorkResult } from '../contract/work.js';
import { WorkerLost } from '../contract/work.js';
import type { JobSpec } from './job.js';
import { EncoderQueue } from './encoder-queue.js';

const result: WorkResult = { outputs: {}, nonFinite: [], milliseconds: 1 };

/** Runs nothing by itself: the test says how each piece of work ends. */
class HeldRunner implements Runner {
  readonly started: string[] = [];
  isReady: Promise<void> = Promise.resolve();
  private end: { resolve(result: WorkResult): void; reject(error: Error): void } | null = null;
  ready = (): Promise<void> => this.isReady;
  run(work: Work): Promise<WorkResult> {
    this.started.push(work.type === 'texts' ? (work.texts[0] ?? '') : work.type);
    return new Promise((resolve, reject) => (this.end = { resolve, reject }));
  }
  async finish(): Promise<void> {
    await this.running();
    this.take().resolve(result);
    await settled();
  }
  async fail(error: Error): Promise<void> {
    await this.running();
    this.take().reject(error);
    await settled();
  }
  running = (): Promise<void> => vi.waitFor(() => expect(this.end).not.toBeNull());
  private take() {
    const { end } = this;
    this.end = null;
    if (end === null) throw new Error('nothing runs');
    return end;
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const spec = (name: string, change: Partial<JobSpec<string>> = {}): JobSpec<string> => ({
  key: name,
  bytes: 10,
  stage: 'encode',
  prepare: () => Promise.resolve({ type: 'texts', texts: [name] }),
  finish: () => `value of ${name}`,
  ...change,
});

function setUp(limits = { length: 64, bytes: 1000 }) {
  const runner = new HeldRunner();
  return { runner, queue: new EncoderQueue(runner, limits, new PassTimes()) };
}

describe('EncoderQueue', () => {
  it('runs equal work once and counts the pass to one waiter', async () => {
    const { runner, queue } = setUp();
    const both = Promise.all([queue.submit(spec('a'), operation()), queue.submit(spec('a'), operation())]);
    await runner.finish();
    expect(await both).toEqual([
      { value: 'value of a', started: true },
      { value: 'value of a', started: false },
    ]);
    expect(runner.started).toEqual(['a']);
  });

  it('takes turns between operations, so that a batch does not starve a single', async () => {
    const { runner, queue } = setUp();
    const [batch, single] = [operation(), operation()];
    const jobs = ['b1', 'b2', 'b3', 'b4'].map((name) => queue.submit(spec(name), batch));
    jobs.push(queue.submit(spec('single'), single));
    for (let i = 0; i < 5; i++) await runner.finish();
    await Promise.all(jobs);
    expect(runner.started).toEqual(['b1', 'single', 'b2', 'b3', 'b4']);
  });

  it('lets who comes wait for what runs alone, though the next of another is prepared', async () => {
    const { runner, queue } = setUp();
    const [many, one] = [operation(), operation()];
    const jobs = ['m1', 'm2', 'm3', 'm4', 'm5'].map((name) => queue.submit(spec(name), many));
    await runner.running();
    // One step after the other, as a query asks for a pass, then for texts, then for a graph.
    for (const name of ['pass', 'text', 'graph']) {
      const asked = queue.submit(spec(name), one);
      await runner.finish();
      await runner.finish();
      expect((await asked).value).toBe(`value of ${name}`);
    }
    await runner.finish();
    await runner.finish();
    await Promise.all(jobs);
    expect(runner.started).toEqual(['m1', 'pass', 'm2', 'text', 'm3', 'graph', 'm4', 'm5']);
  });

  it('runs work that two wait for when the turn of either comes', async () => {
    const { runner, queue } = setUp();
    const [many, one] = [operation(), operation()];
    const jobs = ['m1', 'm2', 'm3', 'shared', 'm4'].map((name) => queue.submit(spec(name), many));
    await runner.running();
    const joined = queue.submit(spec('shared'), one);
    expect(queue.length).toBe(4);
    for (let i = 0; i < 5; i++) await runner.finish();
    expect((await joined).value).toBe('value of shared');
    await Promise.all(jobs);
    expect(runner.started).toEqual(['m1', 'shared', 'm2', 'm3', 'm4']);
  });

  it('refuses no work of an operation that is alone, however much it has, and others for what has room alone', async () => {
    const { runner, queue } = setUp({ length: 8, bytes: 50 });
    const many = operation();
    const jobs = Array.from({ length: 40 }, (_, index) => queue.submit(spec(`m${index}`), many));
    expect(queue.length).toBe(40);
    const others = ['a', 'b'].map((name) => queue.submit(spec(name), operation()));
    await expect(queue.submit(spec('c'), operation())).rejects.toMatchObject({ code: 'OVERLOADED' });
    for (let i = 0; i < 42; i++) await runner.finish();
    expect(await Promise.all([...jobs, ...others])).toHaveLength(42);
  });

  it('refuses beyond its length and its bytes, saying when to come back', async () => {
    const long = setUp({ length: 2, bytes: 1000 });
    const held = ['a', 'b', 'c'].map((name) => long.queue.submit(spec(name), operation()));
    await expect(held[2]).rejects.toMatchObject({ code: 'OVERLOADED', details: { retryAfterMs: expect.any(Number) as number } });
    const heavy = setUp({ length: 64, bytes: 15 });
    void heavy.queue.submit(spec('a'), operation());
    await expect(heavy.queue.submit(spec('b'), operation())).rejects.toMatchObject({ code: 'OVERLOADED' });
    // Equal work costs no place.
    void heavy.queue.submit(spec('a'), operation());
    await heavy.runner.finish();
    expect(heavy.queue.length).toBe(0);
  });

  it('takes one piece of work that is larger than all its bytes', async () => {
    const { runner, queue } = setUp({ length: 4, bytes: 5 });
    const large = queue.submit(spec('large'), operation());
    await runner.finish();
    expect((await large).value).toBe('value of large');
  });

  it('withdraws only the waiter that left, and the job when the last one did', async () => {
    const { runner, queue } = setUp();
    const running = queue.submit(spec('running'), operation());
    await runner.running();
    const [first, second] = [new AbortController(), new AbortController()];
    const jobs = [first, second].map(({ signal }) => queue.submit(spec('shared'), operation({ signal })));
    const alone = queue.submit(spec('alone'), operation({ signal: second.signal }));
    first.abort();
    await expect(jobs[0]).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(queue.length).toBe(2);
    second.abort();
    await expect(jobs[1]).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(alone).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(queue.length).toBe(0);
    await runner.finish();
    await running;
    expect(runner.started).toEqual(['running']);
  });

  it('finishes and keeps a pass whose waiter left', async () => {
    const { runner, queue } = setUp();
    const client = new AbortController();
    const finish = vi.fn(() => 'kept');
    const job = queue.submit(spec('a', { finish }), operation({ signal: client.signal }));
    await runner.running();
    client.abort();
    await expect(job).rejects.toMatchObject({ code: 'CANCELLED' });
    await runner.finish();
    expect(finish).toHaveBeenCalledOnce();
  });

  it('says whether the deadline passed waiting or running', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    try {
      const { runner, queue } = setUp();
      const running = queue.submit(spec('a'), operation({ deadlineMs: 1000 }));
      const waiting = queue.submit(spec('b'), operation({ deadlineMs: 500 }));
      const refused = [
        expect(waiting).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED', details: { phase: 'waiting' } }),
        expect(running).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED', details: { phase: 'running' } }),
      ];
      while (runner.started.length === 0) await settled();
      vi.advanceTimersByTime(1000);
      await Promise.all(refused);
      expect(queue.length).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  it('refuses work whose deadline has passed already', async () => {
    const { queue } = setUp();
    await expect(queue.submit(spec('a'), operation({ deadlineMs: -1 }))).rejects.toMatchObject({ details: { phase: 'waiting' } });
  });

  it('makes only the running work and the next', async () => {
    const { runner, queue } = setUp();
    const made: string[] = [];
    const lazily = (name: string) =>
      spec(name, {
        prepare: () => {
          made.push(name);
          return Promise.resolve({ type: 'texts', texts: [name] });
        },
      });
    const jobs = ['a', 'b', 'c', 'd'].map((name) => queue.submit(lazily(name), operation()));
    await runner.running();
    await settled();
    expect(made).toEqual(['a', 'b']);
    for (let i = 0; i < 4; i++) await runner.finish();
    await Promise.all(jobs);
  });

  it('tells of work that cannot be made at once, and to its own waiters alone', async () => {
    const { runner, queue } = setUp();
    const bad = new DenseqlError('BAD_IMAGE', 'cut off');
    const first = queue.submit(spec('first'), operation());
    const broken = queue.submit(spec('broken', { prepare: () => Promise.reject(bad) }), operation());
    const last = queue.submit(spec('last'), operation());
    await expect(broken).rejects.toBe(bad);
    expect(runner.started).toEqual(['first']);
    await runner.finish();
    await runner.finish();
    expect([(await first).value, (await last).value]).toEqual(['value of first', 'value of last']);
  });

  it('tries work again once when the process dies, before anything else, and refuses it at the second death', async () => {
    const { runner, queue } = setUp();
    const [one, other] = [queue.submit(spec('a'), operation()), queue.submit(spec('b'), operation())];
    await runner.fail(new WorkerLost('signal SIGKILL'));
    await runner.finish();
    expect((await one).value).toBe('value of a');
    await runner.fail(new WorkerLost('signal SIGKILL'));
    const refused = expect(other).rejects.toMatchObject({
      code: 'ENCODER_UNAVAILABLE',
      message: expect.stringContaining('SIGKILL') as string,
    });
    await runner.fail(new WorkerLost('signal SIGKILL'));
    await refused;
    expect(runner.started).toEqual(['a', 'a', 'b', 'b']);
  });

  it('refuses all that waits with the cause when the process cannot be started, and tries again for the next', async () => {
    const { runner, queue } = setUp();
    const cause = new DenseqlError('ENCODER_UNAVAILABLE', 'exit code 1');
    runner.isReady = Promise.reject(cause);
    const jobs = ['a', 'b'].map((name) => queue.submit(spec(name), operation()));
    await Promise.all(jobs.map((job) => expect(job).rejects.toBe(cause)));
    runner.isReady = Promise.resolve();
    const next = queue.submit(spec('c'), operation());
    await runner.finish();
    expect((await next).value).toBe('value of c');
  });

  it('finishes what runs and refuses what waits when it is closed', async () => {
    const { runner, queue } = setUp();
    const running = queue.submit(spec('a'), operation());
    await runner.running();
    const waiting = expect(queue.submit(spec('b'), operation())).rejects.toMatchObject({ code: 'ENCODER_UNAVAILABLE' });
    const closed = queue.close();
    await waiting;
    await runner.finish();
    expect((await running).value).toBe('value of a');
    await closed;
    await expect(queue.submit(spec('c'), operation())).rejects.toMatchObject({ code: 'ENCODER_UNAVAILABLE' });
  });

  it('counts waiting and running time to each operation', async () => {
    const { runner, queue } = setUp();
    const [first, second] = [operation(), operation()];
    const jobs = [queue.submit(spec('a'), first), queue.submit(spec('b'), second)];
    await runner.finish();
    await runner.finish();
    await Promise.all(jobs);
    expect(first.tally.timings.encode).toBeGreaterThanOrEqual(0);
    expect(second.tally.timings.queue).toBeGreaterThanOrEqual(first.tally.timings.encode ?? Infinity);
  });
});
