import { describe, expect, it, vi } from 'vitest';
import { DenseqlError } from '../../errors.js';
import { PassTimes } from '../process/pass-times.js';
import { operation } from '../../../../test/fixtures/packs/tiny-encoder.js';
import { WorkerLost, type ImageWork, type Runner, type Work, type WorkResult } from '../contract/work.js';
import { EncoderQueue } from './encoder-queue.js';
import type { JobSpec } from './job.js';

/** A picture of one pixel is its number; what comes out is that number and whether it was bad. */
const BAD = 200;

/** Passes by the pictures in each; the test lets each one end. */
class BatchRunner implements Runner {
  readonly passes: number[][] = [];
  private ends: (() => void)[] = [];
  constructor(
    private readonly most: number,
    private readonly fault: (pictures: readonly number[]) => Error | null = () => null,
  ) {}
  maxBatch = (): number => this.most;
  ready = (): Promise<void> => Promise.resolve();
  async run(work: Work): Promise<WorkResult> {
    const pictures = [...(work as ImageWork).pixels].filter((_, index) => index % 3 === 0);
    expect(pictures).toHaveLength((work as ImageWork).count ?? 1);
    this.passes.push(pictures);
    await new Promise<void>((resolve) => this.ends.push(resolve));
    const error = this.fault(pictures);
    if (error !== null) throw error;
    const data = Float32Array.from(pictures, (picture) => (picture === BAD ? NaN : picture));
    return {
      outputs: { number: { data, dims: [pictures.length, 1] } },
      nonFinite: pictures.includes(BAD) ? ['number'] : [],
      milliseconds: 1,
    };
  }
  async end(): Promise<void> {
    await vi.waitFor(() => expect(this.ends).not.toEqual([]));
    this.ends.shift()!();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const picture = (number: number, change: Partial<JobSpec<number>> = {}): JobSpec<number> => ({
  key: `picture ${number}`,
  bytes: 3,
  stage: 'encode',
  batch: '1x1',
  prepare: () => Promise.resolve({ type: 'image', pixels: new Uint8Array(3).fill(number), width: 1, height: 1 }),
  finish: ({ outputs, nonFinite }) => {
    if (nonFinite.length > 0) throw new DenseqlError('ENCODER_UNAVAILABLE', `not finite: ${nonFinite.join()}`);
    return outputs['number']!.data[0]!;
  },
  ...change,
});

function setUp(most: number, fault?: (pictures: readonly number[]) => Error | null) {
  const runner = new BatchRunner(most, fault);
  return { runner, queue: new EncoderQueue(runner, { length: 64, bytes: 1000 }, new PassTimes()) };
}

describe('batches', () => {
  it('are of pictures of one size, across operations, in turns, and each gets its own answer', async () => {
    const { runner, queue } = setUp(4);
    const [one, other] = [operation(), operation()];
    const jobs = [1, 2, 3, 4, 5].map((number) => queue.submit(picture(number), one));
    jobs.push(queue.submit(picture(9, { batch: '2x2' }), one));
    jobs.push(...[11, 12].map((number) => queue.submit(picture(number), other)));
    for (let pass = 0; pass < 3; pass++) await runner.end();
    expect((await Promise.all(jobs)).map(({ value }) => value)).toEqual([1, 2, 3, 4, 5, 9, 11, 12]);
    expect(runner.passes).toEqual([[1, 11, 2, 12], [3, 4, 5], [9]]);
  });

  it('let who comes alone wait for the one that runs, and no other', async () => {
    const { runner, queue } = setUp(8);
    const many = operation();
    const jobs = Array.from({ length: 64 }, (_, index) => queue.submit(picture(index + 1), many));
    await vi.waitFor(() => expect(runner.passes).toHaveLength(1));
    // Of another size, so that it cannot come along.
    const lone = queue.submit(picture(100, { batch: '2x2' }), operation());
    await runner.end();
    await runner.end();
    expect((await lone).value).toBe(100);
    expect(runner.passes[1]).toEqual([100]);
    for (let pass = 0; pass < 7; pass++) await runner.end();
    await Promise.all(jobs);
    expect(runner.passes.map(({ length }) => length)).toEqual([8, 1, 8, 8, 8, 8, 8, 8, 8]);
  });

  it('are one picture each where the device gains nothing by more', async () => {
    const { runner, queue } = setUp(1);
    const jobs = [1, 2, 3].map((number) => queue.submit(picture(number), operation()));
    for (let pass = 0; pass < 3; pass++) await runner.end();
    await Promise.all(jobs);
    expect(runner.passes).toEqual([[1], [2], [3]]);
  });

  it('leave out a picture that cannot be made, which fails alone', async () => {
    const { runner, queue } = setUp(3);
    const bad = new DenseqlError('BAD_IMAGE', 'cut off');
    const jobs = [1, 2, 3].map((number) =>
      queue.submit(picture(number, number === 2 ? { prepare: () => Promise.reject(bad) } : {}), operation()),
    );
    const refused = expect(jobs[1]).rejects.toBe(bad);
    await runner.end();
    await refused;
    expect(runner.passes).toEqual([[1, 3]]);
    expect([(await jobs[0]!).value, (await jobs[2]!).value]).toEqual([1, 3]);
  });

  it('fail for the picture alone whose numbers are none', async () => {
    const { runner, queue } = setUp(3);
    const jobs = [1, BAD, 3].map((number) => queue.submit(picture(number), operation()));
    const refused = expect(jobs[1]).rejects.toThrow('not finite: number');
    await runner.end();
    await refused;
    expect([(await jobs[0]!).value, (await jobs[2]!).value]).toEqual([1, 3]);
  });

  it('that the runtime refuses are run again picture by picture, and one that is at fault fails alone', async () => {
    const { runner, queue } = setUp(4, (pictures) => (pictures.includes(2) ? new DenseqlError('ENCODER_UNAVAILABLE', 'refused') : null));
    const jobs = [1, 2, 3].map((number) => queue.submit(picture(number), operation()));
    const refused = expect(jobs[1]).rejects.toThrow('refused');
    for (let pass = 0; pass < 4; pass++) await runner.end();
    await refused;
    expect(runner.passes).toEqual([[1, 2, 3], [1], [2], [3]]);
    // It was that picture, not their number: the next ones go together again.
    const more = [4, 5, 6].map((number) => queue.submit(picture(number), operation()));
    await runner.end();
    await Promise.all([...more, jobs[0], jobs[2]]);
    expect(runner.passes.at(-1)).toEqual([4, 5, 6]);
  });

  it('become smaller where so many are too many for the device', async () => {
    const { runner, queue } = setUp(4, ({ length }) => (length > 2 ? new DenseqlError('ENCODER_UNAVAILABLE', 'out of memory') : null));
    const first = [1, 2, 3, 4].map((number) => queue.submit(picture(number), operation()));
    for (let pass = 0; pass < 5; pass++) await runner.end();
    await Promise.all(first);
    const more = [5, 6, 7, 8].map((number) => queue.submit(picture(number), operation()));
    for (let pass = 0; pass < 2; pass++) await runner.end();
    expect((await Promise.all(more)).map(({ value }) => value)).toEqual([5, 6, 7, 8]);
    expect(runner.passes.slice(5)).toEqual([
      [5, 6],
      [7, 8],
    ]);
  });

  it('under which the process dies are tried once more, each picture alone, so that one kills no other', async () => {
    const { runner, queue } = setUp(4, (pictures) => (pictures.includes(2) ? new WorkerLost('signal SIGSEGV') : null));
    const jobs = [1, 2, 3].map((number) => queue.submit(picture(number), operation()));
    const refused = expect(jobs[1]).rejects.toMatchObject({
      code: 'ENCODER_UNAVAILABLE',
      message: expect.stringContaining('SIGSEGV') as string,
    });
    for (let pass = 0; pass < 4; pass++) await runner.end();
    await refused;
    expect([(await jobs[0]!).value, (await jobs[2]!).value]).toEqual([1, 3]);
    expect(runner.passes).toEqual([[1, 2, 3], [1], [2], [3]]);
  });

  it('run without the picture whose caller left meanwhile', async () => {
    const { runner, queue } = setUp(2);
    const running = queue.submit(picture(1, { batch: '2x2' }), operation());
    await vi.waitFor(() => expect(runner.passes).toHaveLength(1));
    const leaving = new AbortController();
    const gone = expect(queue.submit(picture(2), operation({ signal: leaving.signal }))).rejects.toMatchObject({ code: 'CANCELLED' });
    const stays = queue.submit(picture(3), operation());
    leaving.abort();
    await gone;
    await runner.end();
    await runner.end();
    expect([(await running).value, (await stays).value]).toEqual([1, 3]);
    expect(runner.passes).toEqual([[1], [3]]);
  });
});
