import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { EncoderProcess } from './encoder-process.js';
import { arraysFileOf, forkChild } from './fork-child.js';
import { PassTimes } from './pass-times.js';
import { WorkerLost } from '../contract/work.js';

describe('EncoderProcess', () => {
  it('outlives signals to the whole group and ends with its parent', async () => {
    const child = forkChild();
    await new EncoderProcess(child, new PassTimes(), (graph) => graph).up();
    child.kill('SIGINT');
    child.kill('SIGTERM');
    const exit = once(child, 'exit');
    child.disconnect();
    expect(await exit).toEqual([0, null]);
  });

  it('says how it ended to work in flight and to work that comes later', async () => {
    const life = new EncoderProcess(forkChild(), new PassTimes(), (graph) => graph);
    expect(await life.up()).toContain('cpu');
    process.kill(life.pid ?? 0, 'SIGSTOP');
    const inFlight = life.run({ type: 'texts', texts: ['a'] });
    life.kill();
    await expect(inFlight).rejects.toThrow(new WorkerLost('signal SIGKILL'));
    expect(life.alive).toBe(false);
    await expect(life.run({ type: 'texts', texts: ['a'] })).rejects.toBeInstanceOf(WorkerLost);
    expect(await life.exited).toContain('signal SIGKILL');
  });

  it('gives the file for its arrays back when it is killed', async () => {
    const child = forkChild();
    const life = new EncoderProcess(child, new PassTimes(), (graph) => graph);
    await life.up();
    const file = arraysFileOf(child);
    life.kill();
    await life.exited;
    // On Linux there is one, elsewhere none.
    expect(file?.write([Uint8Array.of(1)]) ?? false).toBe(false);
  });

  it('reports the words of the runtime when work cannot be done', async () => {
    const life = new EncoderProcess(forkChild(), new PassTimes(), (graph) => graph);
    await life.up();
    await expect(life.run({ type: 'texts', texts: ['a'] })).rejects.toMatchObject({
      code: 'ENCODER_UNAVAILABLE',
      message: expect.stringContaining('No graphs are loaded') as string,
    });
    await life.end();
    expect(await life.exited).toBe('exit code 0');
  });
});
