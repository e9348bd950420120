import { describe, expect, it } from 'vitest';
import { badInput, DenseqlError } from '../errors.js';
import { runMethod } from './run-method.js';

const never = () => new Promise<never>(() => undefined);
const run = (work: (signal: AbortSignal) => Promise<unknown>, milliseconds = 10_000, signal = new AbortController().signal) =>
  runMethod({ plugin: 'p', method: 'm', signal, deadline: performance.now() + milliseconds, run: ({ worked }) => work(worked) });
const failure = async (promise: Promise<unknown>): Promise<DenseqlError> =>
  promise.then(
    () => expect.unreachable(),
    (error: unknown) => error as DenseqlError,
  );

describe('runMethod', () => {
  it('gives what the method gives', async () => {
    await expect(run(async () => 3)).resolves.toBe(3);
  });

  it('names the plugin that threw and keeps what it threw from clients', async () => {
    const inner = new TypeError('secret');
    for (const work of [
      () => Promise.reject(inner),
      (): never => {
        throw inner;
      },
    ]) {
      const error = await failure(run(work));
      expect(error).toMatchObject({
        code: 'PLUGIN_FAILED',
        message: 'Plugin "p" failed in its method "m".',
        details: { plugin: 'p' },
        cause: inner,
      });
    }
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- plugins do
    expect((await failure(run(() => Promise.reject('just a text')))).code).toBe('PLUGIN_FAILED');
  });

  it('passes typed errors, but none with an unknown code', async () => {
    expect(await failure(run(() => Promise.reject(badInput('a', 'b'))))).toMatchObject({ code: 'BAD_INPUT', message: 'a: b' });
    expect((await failure(run(() => Promise.reject(new DenseqlError('MINE' as never, 'x'))))).code).toBe('PLUGIN_FAILED');
  });

  it('ends a method that never answers at the deadline, and tells it', async () => {
    let given!: AbortSignal;
    const error = await failure(run((signal) => ((given = signal), never()), 5));
    expect(error).toMatchObject({ code: 'DEADLINE_EXCEEDED', details: { phase: 'running' } });
    expect(given.aborted).toBe(true);
    expect((await failure(run(never, -1))).code).toBe('DEADLINE_EXCEEDED');
  });

  it('ends with CANCELLED when the client leaves, also where the method throws because of it', async () => {
    const leaving = new AbortController();
    const pending = run(
      (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')))),
      10_000,
      leaving.signal,
    );
    leaving.abort();
    expect((await failure(pending)).code).toBe('CANCELLED');
    expect((await failure(run(async () => 1, 10_000, leaving.signal))).code).toBe('CANCELLED');
  });
});
