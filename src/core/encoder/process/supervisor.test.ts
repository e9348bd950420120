import { describe, expect, it } from 'vitest';
import { DenseqlError } from '../../errors.js';
import type { Life } from './supervisor.js';
import { PermanentFailure, Supervisor } from './supervisor.js';
import { silent } from '../../../../test/fixtures/packs/tiny-encoder.js';
import type { Work, WorkResult } from '../contract/work.js';
import { WorkerLost } from '../contract/work.js';

const result: WorkResult = { outputs: {}, nonFinite: [], milliseconds: 1 };
const work: Work = { type: 'texts', texts: ['a'] };

class FakeLife implements Life {
  readonly pid = 1;
  ended = false;
  die!: (how: string) => void;
  readonly exited = new Promise<string>((resolve) => (this.die = resolve));
  readonly gone = this.exited.then(() => undefined);
  constructor(private readonly answer: () => Promise<WorkResult> = () => Promise.resolve(result)) {}
  run = (): Promise<WorkResult> => this.answer();
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
