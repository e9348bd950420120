import { describe, expect, it } from 'vitest';
import { badInput, DenseqlError } from '../errors.js';
import { askedBy } from './asked-by.js';
import { withOwnErrors } from './own-errors.js';

const shared = new DenseqlError('OVERLOADED', 'The queue is full.', { retryAfterMs: 5 }, { cause: new Error('why') });
const api = {
  later: () => Promise.reject(shared),
  now: (): never => {
    throw shared;
  },
  foreign: () => Promise.reject(new TypeError('no method of ours')),
  fine: (a: number, b: number) => Promise.resolve(a + b),
};

describe('failures of what a method calls', () => {
  const own = withOwnErrors(api);

  it('are its own: what it writes to one reaches nobody who waits for the same', async () => {
    const errors = [await own.later().catch((error: unknown) => error), await own.later().catch((error: unknown) => error)];
    expect(errors).toEqual([shared, shared]);
    Object.assign(errors[0] as object, { message: 'nonsense', path: [], extensions: {} });
    Object.assign((errors[0] as DenseqlError).details, { retryAfterMs: NaN });
    for (const other of [errors[1], shared])
      expect(other).toMatchObject({ code: 'OVERLOADED', message: 'The queue is full.', details: { retryAfterMs: 5 }, cause: shared.cause });
    expect([errors[1], shared].some((error) => Object.hasOwn(error as object, 'path'))).toBe(false);
  });

  it('are so when they are thrown at once', () => {
    const thrown = (): unknown => {
      try {
        return own.now();
      } catch (error) {
        return error;
      }
    };
    expect(thrown()).toEqual(shared);
    expect(thrown()).not.toBe(shared);
  });

  it('and results stay what they are otherwise', async () => {
    await expect(own.foreign()).rejects.toThrow(TypeError);
    await expect(own.fine(1, 2)).resolves.toBe(3);
    expect(Object.isFrozen(own)).toBe(true);
    expect(DenseqlError.is(badInput('a', 'b'))).toBe(true);
  });

  it('are heard where nobody waits for them: an unheard rejection would end the test run', () => {
    void own.later();
    void own.foreign();
  });

  it('name who asked, once, where it is its mistake', async () => {
    const asker = (plugin: string) => ({ task: 'count', method: 'go', plugin });
    const failing = { see: (error: Error) => Promise.reject(error) };
    const within = withOwnErrors(failing, (error, name) => askedBy(error, `look.${name}`, asker('inner')));
    const around = withOwnErrors(within, (error, name) => askedBy(error, name, asker('outer')));
    const told = (error: Error) => around.see(error).catch((caught: unknown) => caught);
    expect(await told(new DenseqlError('BAD_INPUT', 'size: no.', { field: 'size', most: 3 }))).toMatchObject({
      code: 'BAD_INPUT',
      message: 'look.see, asked by the plugin "inner" (method go): size: no.',
      details: { most: 3, plugin: 'inner', method: 'go' },
    });
    expect(((await told(badInput('size', 'no.'))) as DenseqlError).details).not.toHaveProperty('field');
    expect(await told(shared)).toEqual(shared);
    expect(await told(new TypeError('other'))).toEqual(new TypeError('other'));
  });
});
