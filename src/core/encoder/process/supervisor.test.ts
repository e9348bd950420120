import { describe, expect, it } from 'vitest';
import { DenseqlError } from '../../errors.js';
import { PermanentFailure, type Life } from './life.js';
import { Supervisor } from './supervisor.js';
import { silent } from '../../../../test/fixtures/packs/tiny-encoder.js';
import type { Work, WorkResult } from '../contract/work.js';
import { WorkerLost } from '../contract/work.js';

const result: WorkResult = { outputs: {}, nonFinite: [], milliseconds: 1 };
const work: Work = { type: 'texts', texts: ['a'] };

class FakeLife implements Life {
  readonly pid = 1;
  ended = false;
  checks = 0;
  die!: (how: string) => void;
  readonly exited = new Promise<string>((resolve) => (this.die = resolve));
  readonly gone = this.exited.then(() => undefined);
  constructor(
    private readonly answer: () => Promise<WorkResult> = () => Promise.resolve(result),
    private readonly proof: () => Promise<void> = () => Promise.resolve(),
  ) {}
  run = (): Promise<WorkResult> => this.answer();
  check(): Promise<void> {
    this.checks += 1;
    return this.proof();
  }
  end(): Promise<void> {
    this.ended = true;
    return Promise.resolve();
  }
}

/** Starts that give what is listed, in order; pauses are noted, not made. */
function setUp(...starts: (Life | Error)[]) {
  const pauses: number[] = [];
  const start = (): Promise<Life> => {
    const next = starts.shift();
    if (next === undefined) return Promise.reject(new Error('exit code 1: out of starts'));
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
  };
  const supervisor = new Supervisor(start, silent, (ms) => {
    pauses.push(ms);
    return Promise.resolve();
  });
  return { supervisor, pauses };
}

describe('Supervisor', () => {
  it('starts another life at once after a death, and later and later until work succeeds', async () => {
    const lives = [new FakeLife(), new FakeLife(), new FakeLife(), new FakeLife()];
    const { supervisor, pauses } = setUp(...lives);
    await supervisor.ready();
    for (const life of lives.slice(0, 3)) {
      life.die('signal SIGKILL');
      await life.gone;
      await supervisor.ready();
    }
    expect(pauses).toEqual([0, 0, 100, 200]);
    expect(supervisor.restarts).toBe(3);
    await supervisor.run(work);
    lives[3]?.die('signal SIGKILL');
    await lives[3]?.gone;
    await supervisor.ready().catch(() => undefined);
    expect(pauses[4]).toBe(0);
  });

  it('does not offer a life that was lost under work again', async () => {
    const dying = new FakeLife(() => Promise.reject(new WorkerLost('signal SIGSEGV')));
    const { supervisor } = setUp(dying, new FakeLife());
    await supervisor.ready();
    await expect(supervisor.run(work)).rejects.toBeInstanceOf(WorkerLost);
    await supervisor.ready();
    expect(await supervisor.run(work)).toBe(result);
  });

  it('replaces a life whose device is lost, after three refused passes and a failed proof', async () => {
    const lost = () => Promise.reject(new DenseqlError('ENCODER_UNAVAILABLE', 'The runtime refused the texts: device lost'));
    const dying = new FakeLife(lost, () => Promise.reject(new Error('device lost')));
    const { supervisor } = setUp(dying, new FakeLife());
    await supervisor.ready();
    for (let pass = 0; pass < 2; pass++) await expect(supervisor.run(work)).rejects.toMatchObject({ code: 'ENCODER_UNAVAILABLE' });
    expect(dying.checks).toBe(0);
    // The third one is tried again elsewhere.
    await expect(supervisor.run(work)).rejects.toBeInstanceOf(WorkerLost);
    await supervisor.ready();
    expect([dying.checks, dying.ended, supervisor.restarts]).toEqual([1, true, 1]);
    expect(await supervisor.run(work)).toBe(result);
  });

  it('replaces a life that gives no numbers any more', async () => {
    const wrong = () => Promise.resolve({ ...result, nonFinite: ['dense'] });
    const { supervisor } = setUp(new FakeLife(wrong, () => Promise.reject(new Error('wrong numbers'))), new FakeLife());
    await supervisor.ready();
    for (let pass = 0; pass < 2; pass++) expect(await supervisor.run(work)).toMatchObject({ nonFinite: ['dense'] });
    await expect(supervisor.run(work)).rejects.toBeInstanceOf(WorkerLost);
  });

  it('keeps a life that holds its proof: the passes that it refused were at fault', async () => {
    const sound = new FakeLife(() => Promise.reject(new DenseqlError('ENCODER_UNAVAILABLE', 'too large')));
    const { supervisor } = setUp(sound);
    await supervisor.ready();
    for (let pass = 0; pass < 7; pass++) await expect(supervisor.run(work)).rejects.toMatchObject({ code: 'ENCODER_UNAVAILABLE' });
    expect([sound.checks, sound.ended, supervisor.restarts]).toEqual([2, false, 0]);
  });

  it('gives up after five failed starts, names the cause, and tries once more for each later request', async () => {
    const { supervisor, pauses } = setUp(...Array.from({ length: 6 }, () => new Error('exit code 9: no memory')), new FakeLife());
    await expect(supervisor.ready()).rejects.toMatchObject({
      code: 'ENCODER_UNAVAILABLE',
      message: expect.stringContaining('exit code 9: no memory') as string,
    });
    expect(supervisor.state).toBe('failed');
    expect(pauses).toHaveLength(5);
    await expect(supervisor.ready()).rejects.toMatchObject({ code: 'ENCODER_UNAVAILABLE' });
    expect(pauses).toHaveLength(6);
    await supervisor.ready();
    expect(supervisor.state).toBe('ready');
  });

  it('does not repeat a start that can only fail again', async () => {
    const wrong = new DenseqlError('PACK_INVALID', 'image.onnx: missing');
    const { supervisor, pauses } = setUp(new PermanentFailure(wrong), new FakeLife());
    await expect(supervisor.ready()).rejects.toBe(wrong);
    expect(pauses).toHaveLength(1);
  });

  it('ends its life when it is closed and starts no other', async () => {
    const life = new FakeLife();
    const { supervisor, pauses } = setUp(life, new FakeLife());
    await supervisor.ready();
    await supervisor.close();
    life.die('exit code 0');
    await life.gone;
    await expect(supervisor.ready()).rejects.toMatchObject({ code: 'ENCODER_UNAVAILABLE' });
    expect([life.ended, supervisor.state, pauses.length]).toEqual([true, 'stopped', 1]);
  });
});
