import { expect, it } from 'vitest';
import { SharedRoom } from './shared-room.js';

const room = () => new SharedRoom<Uint8Array>(100, (value) => value.length);
const bytes = (length: number) => new Uint8Array(length);

it('takes from whoever holds most, the least recently used first', () => {
  const values = room();
  for (const name of ['a1', 'a2']) values.set('a', name, bytes(20));
  for (let index = 0; index < 50; index++) values.set('b', `b${index}`, bytes(20));
  expect(['a1', 'a2', 'b46', 'b47', 'b48', 'b49'].map((name) => values.get(name)?.length)).toEqual([20, 20, undefined, 20, 20, 20]);
  values.get('b47');
  values.set('b', 'more', bytes(20));
  expect(['a1', 'a2', 'b47', 'b48', 'b49', 'more'].map((name) => values.get(name)?.length)).toEqual([20, 20, 20, undefined, 20, 20]);
});

it('keeps what came last, and all that fits beside it', () => {
  const values = room();
  for (const who of ['a', 'b', 'c', 'd']) values.set(who, who, bytes(25));
  values.set('e', 'large', bytes(70));
  expect(values.get('large')?.length).toBe(70);
  expect(['a', 'b', 'c', 'd'].filter((name) => values.get(name)).length).toBe(1);
});

it('holds what several were given until the last of them has lost it, and forgets those who hold nothing', () => {
  const values = room();
  values.set('a', 'same', bytes(40));
  values.set('b', 'same', bytes(40));
  values.set('a', 'more', bytes(30));
  expect(values.get('same')?.length).toBe(40);
  values.set('a', 'again', bytes(60));
  values.set('b', 'other', bytes(60));
  expect(values.get('same')).toBeUndefined();
});

it('stays within its bytes when one is set anew', () => {
  const values = room();
  for (let index = 0; index < 10; index++) values.set('a', 'same', bytes(60));
  values.set('a', 'other', bytes(40));
  expect([values.get('same')?.length, values.get('other')?.length]).toEqual([60, 40]);
});
