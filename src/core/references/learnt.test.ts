import { describe, expect, it } from 'vitest';
import { operation } from '../../../test/fixtures/packs/tiny-encoder.js';
import { lastingName } from '../math/lasting.js';
import { bytesHeld } from './bytes-held.js';
import type { Asker, LearntFrom } from './learning.js';
import { Learnt } from './learnt.js';

const rows = (count: number) => ({ rows: { data: new Float32Array(count), dims: [count, 1] } });
const GB = 1e9;
const from = (set: string, bytes = GB): LearntFrom => ({ set, content: `of ${set}`, bytes });
const asker = (options: Parameters<typeof operation>[0] = {}): Asker => {
  const { lane, signal, deadline } = operation(options);
  return { lane, signal, deadline, waitsFor: () => () => undefined };
};

/** Something that is learnt until the test says what it is. */
function pending() {
  let resolve!: (value: object) => void;
  const promise = new Promise<object>((done) => (resolve = done));
  const seen = { made: 0, over: null as AbortSignal | null };
  const make = (over: AbortSignal) => {
    seen.made += 1;
    seen.over = over;
    return promise;
  };
  return { make, seen, done: () => resolve(rows(1)) };
}
/** One who asks, and can leave. */
function leaver(learnt: Learnt, key: string, make: (over: AbortSignal) => Promise<object>, of = from(key)) {
  const leaving = new AbortController();
  const answer = learnt.get(key, make, of, asker({ signal: leaving.signal }));
  return async () => {
    leaving.abort();
    await expect(answer).rejects.toMatchObject({ code: 'CANCELLED' });
  };
}
/** All that can begin has begun. */
const begun = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
const unheard = (): Promise<never> => Promise.reject(new Error('This was learnt before.'));

describe('what is learnt from sets', () => {
  it('is made once, and its arrays are known to last', async () => {
    const learnt = new Learnt(1e6, 1000);
    let made = 0;
    const make = async () => ((made += 1), rows(100));
    const get = () => learnt.get('a', make, from('a'), asker());
    const values = [await get(), ...(await Promise.all([get(), get()]))];
    expect([made, new Set(values).size]).toEqual([1, 1]);
    expect(lastingName(values[0]!.rows.data)).toEqual(expect.any(String));
    expect(lastingName(new Float32Array(100))).toBeUndefined();
  });

  it('is forgotten where it is used least, and where it failed', async () => {
    const learnt = new Learnt(10_000, 1000);
    const made: string[] = [];
    const get = (key: string, count = 1000) => learnt.get(key, async () => (made.push(key), rows(count)), from(key), asker());
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await get(key);
    expect(made).toEqual(['a', 'b', 'c', 'b']);
    // Larger than all of the room: given, not kept.
    expect((await get('large', 1e5)).rows.data).toHaveLength(1e5);
    await get('a');
    expect(made.slice(4)).toEqual(['large']);
    await expect(learnt.get('d', () => Promise.reject(new Error('no')), from('d'), asker())).rejects.toThrow('no');
    expect((await learnt.get('d', async () => rows(1), from('d'), asker())).rows.dims).toEqual([1, 1]);
  });
});

describe('learning', () => {
  it('goes on when all who asked are gone, and whoever asks next has it', async () => {
    const learnt = new Learnt(1e6, 60_000);
    const { make, seen, done } = pending();
    const late = learnt.get('a', make, from('a'), asker({ deadlineMs: 10 }));
    const leave = leaver(learnt, 'a', unheard);
    await expect(late).rejects.toMatchObject({
      code: 'DEADLINE_EXCEEDED',
      message: expect.stringMatching(/Learning goes on: ask again\.$/) as string,
    });
    await leave();
    const next = learnt.get('a', unheard, from('a'), asker());
    expect(seen.over?.aborted).toBe(false);
    done();
    expect(await next).toEqual(rows(1));
    expect([await learnt.get('a', unheard, from('a'), asker()), seen.made]).toEqual([rows(1), 1]);
  });

  it('that fails while others wait for it is tried anew by them', async () => {
    const learnt = new Learnt(1e6, 60_000);
    const first = learnt.get('a', () => Promise.reject(new Error('no')), from('a'), asker());
    const second = learnt.get('a', async () => rows(2), from('a'), asker());
    await expect(first).rejects.toThrow('no');
    expect((await second).rows.dims).toEqual([2, 1]);
  });

  it('waits for its turn, one large set at a time, and is dropped with who asks', async () => {
    const learnt = new Learnt(1e6, 60_000);
    const [large, other, third] = [pending(), pending(), pending()];
    const [leave, leaveOther] = [leaver(learnt, 'large', large.make), leaver(learnt, 'other', other.make)];
    const last = learnt.get('third', third.make, from('third'), asker());
    await begun();
    await leave();
    await leaveOther();
    expect([large, other, third].map(({ seen }) => seen.made)).toEqual([1, 0, 0]);
    third.done();
    large.done();
    await last;
    expect([large, other, third].map(({ seen }) => seen.made)).toEqual([1, 0, 1]);
    const waited = new Learnt(1e6, 60_000);
    void waited.get('large', pending().make, from('large'), asker());
    await expect(waited.get('next', unheard, from('next'), asker({ deadlineMs: 10 }))).rejects.toMatchObject({
      details: { phase: 'waiting' },
      message: expect.stringMatching(/waited for its turn .*Ask again\.$/) as string,
    });
  });

  it('of small sets goes on beside that of a large one, two at a time', async () => {
    const learnt = new Learnt(1e6, 60_000);
    const [large, ...small] = [pending(), pending(), pending(), pending()];
    void learnt.get('large', large.make, from('large'), asker());
    const answers = small.map(({ make }, at) => learnt.get(`small ${at}`, make, from(`small ${at}`, 80e6), asker()));
    await begun();
    expect(small.map(({ seen }) => seen.made)).toEqual([1, 1, 0]);
    small[1].done();
    await answers[1];
    await begun();
    small[2].done();
    await answers[2];
    expect(small.map(({ seen }) => seen.made)).toEqual([1, 1, 1]);
  });

  it('ends with the set as it was, unless somebody still waits for it', async () => {
    const learnt = new Learnt(1e6, 60_000);
    const { make, seen } = pending();
    const leave = leaver(learnt, 'a', make);
    await begun();
    learnt.changed('another', null);
    learnt.changed('a', 'of a');
    await leave();
    expect(seen.over!.aborted).toBe(false);
    const leaveAgain = leaver(learnt, 'a', unheard);
    learnt.changed('a', 'of another content');
    expect(seen.over!.aborted).toBe(false);
    await leaveAgain();
    expect(seen.over!.aborted).toBe(true);
    // Its turn is over, too.
    await learnt.get('b', async () => rows(1), from('b'), asker());
    const deleted = pending();
    const leaveDeleted = leaver(learnt, 'c', deleted.make);
    await begun();
    await leaveDeleted();
    learnt.changed('c', null);
    expect(deleted.seen.over!.aborted).toBe(true);
  });

  it('ends with the server, and at ten deadlines', async () => {
    const learnt = new Learnt(1e6, 60_000);
    const { make, seen } = pending();
    const asked = learnt.get('a', make, from('a'), asker());
    const waits = learnt.get('b', unheard, from('b'), asker());
    await begun();
    learnt.close();
    for (const answer of [asked, waits]) await expect(answer).rejects.toMatchObject({ code: 'STOPPING' });
    expect(seen.over!.aborted).toBe(true);
    const bounded = new Learnt(1e6, 1).get('a', pending().make, from('a'), asker());
    await expect(bounded).rejects.toMatchObject({
      code: 'DEADLINE_EXCEEDED',
      message: expect.stringMatching(/longer than 10 ms/) as string,
    });
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
