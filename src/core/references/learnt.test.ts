import { describe, expect, it } from 'vitest';
import { operation } from '../../../test/fixtures/packs/tiny-encoder.js';
import { lastingName } from '../math/lasting.js';
import { bytesHeld } from './bytes-held.js';
import { Learnt } from './learnt.js';

const rows = (count: number) => ({ rows: { data: new Float32Array(count), dims: [count, 1] } });

describe('what is learnt from sets', () => {
  it('is made once, and its arrays are known to last', async () => {
    const learnt = new Learnt(1e6);
    let made = 0;
    const make = async () => ((made += 1), rows(100));
    const values = [await learnt.get('a', make, operation()), ...(await Promise.all([1, 2].map(() => learnt.get('a', make, operation()))))];
    expect([made, new Set(values).size]).toEqual([1, 1]);
    expect(lastingName(values[0]!.rows.data)).toEqual(expect.any(String));
    expect(lastingName(new Float32Array(100))).toBeUndefined();
  });

  it('is forgotten where it is used least, and where it failed', async () => {
    const learnt = new Learnt(10_000);
    const made: string[] = [];
    const get = (key: string, count = 1000) => learnt.get(key, async () => (made.push(key), rows(count)), operation());
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await get(key);
    expect(made).toEqual(['a', 'b', 'c', 'b']);
    // Larger than all of the room: given, not kept.
    expect((await get('large', 1e5)).rows.data).toHaveLength(1e5);
    await get('a');
    expect(made.slice(4)).toEqual(['large']);
    await expect(learnt.get('d', () => Promise.reject(new Error('no')), operation())).rejects.toThrow('no');
    expect((await learnt.get('d', async () => rows(1), operation())).rows.dims).toEqual([1, 1]);
  });

  it('is made one at a time, and whoever gives up lets the next one in', async () => {
    const learnt = new Learnt(1e6);
    const order: string[] = [];
    const leaving = new AbortController();
    const stuck = learnt.get(
      'stuck',
      () => (order.push('stuck'), new Promise<object>(() => undefined)),
      operation({ signal: leaving.signal }),
    );
    const next = learnt.get('next', async () => (order.push('next'), rows(1)), operation());
    await Promise.resolve();
    leaving.abort();
    await expect(stuck).rejects.toMatchObject({ code: 'CANCELLED' });
    await next;
    expect(order).toEqual(['stuck', 'next']);
    const late = learnt.get('late', () => new Promise<object>(() => undefined), operation({ deadlineMs: 10 }));
    await expect(late).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  });
});

it('counts the bytes of arrays wherever they are, each once', () => {
  const array = new Float32Array(1000);
  const one = bytesHeld({ a: array });
  expect(one).toBeGreaterThan(4000);
  expect(one).toBeLessThan(4200);
  expect(bytesHeld({ a: array, b: [array, { c: array.subarray(1) }] }) - one).toBeLessThan(300);
  expect(bytesHeld(new Map([['x', new Uint8Array(500)]]))).toBeGreaterThan(500);
  const round: { self?: unknown } = {};
  round.self = round;
  expect(bytesHeld(round)).toBeLessThan(200);
});
