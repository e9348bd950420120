import { describe, expect, it } from 'vitest';
import type { Lane } from './lane.js';
import { Turns } from './turns.js';

const lane = (client: string): Lane => ({ client });

const all = (turns: Turns<string>): string[] => {
  const order: string[] = [];
  for (let item = turns.next(); item !== null; item = turns.next()) order.push(item);
  return order;
};

describe('Turns', () => {
  it('takes turns between clients first, then between the operations of one', () => {
    const turns = new Turns<string>();
    const [a1, a2, b] = [lane('a'), lane('a'), lane('b')];
    for (const item of ['a1.1', 'a1.2', 'a1.3']) turns.add(a1, item);
    turns.add(a2, 'a2.1');
    for (const item of ['b.1', 'b.2']) turns.add(b, item);
    expect(turns.size).toBe(6);
    expect(all(turns)).toEqual(['a1.1', 'b.1', 'a2.1', 'b.2', 'a1.2', 'a1.3']);
    expect(turns.size).toBe(0);
  });

  it('lets one operation of a client overtake a hundred of another', () => {
    const turns = new Turns<string>();
    for (let index = 0; index < 100; index++) turns.add(lane('many'), `many ${index}`);
    turns.add(lane('one'), 'one');
    expect(all(turns).indexOf('one')).toBe(1);
  });

  it('lets nobody who comes wait for a second turn of another, be it of another operation', () => {
    const turns = new Turns<string>();
    const [a, again] = [lane('a'), lane('a')];
    for (const item of ['a.1', 'a.2', 'a.3']) turns.add(a, item);
    expect([turns.next(), turns.peek()]).toEqual(['a.1', 'a.2']);
    turns.add(lane('b'), 'b.1');
    expect([turns.peek(), turns.next()]).toEqual(['b.1', 'b.1']);
    turns.add(again, 'again.1');
    expect(all(turns)).toEqual(['again.1', 'a.2', 'a.3']);
  });

  it('lets one who comes again and again, one at a time, starve nobody', () => {
    const turns = new Turns<string>();
    const [a, b] = [lane('a'), lane('b')];
    for (const item of ['a.1', 'a.2', 'a.3']) turns.add(a, item);
    const order: (string | null)[] = [];
    for (let index = 1; index <= 3; index++) {
      turns.add(b, `b.${index}`);
      order.push(turns.next());
      order.push(turns.next());
    }
    expect(order).toEqual(['a.1', 'b.1', 'a.2', 'b.2', 'a.3', 'b.3']);
  });

  it('has room taken by so many of one operation, the rest waits behind them', () => {
    const turns = new Turns<string>(2);
    const [a, b] = [lane('a'), lane('b')];
    for (const item of ['a.1', 'a.2', 'a.3', 'a.4']) turns.add(a, item);
    turns.add(b, 'b.1');
    expect([turns.size, turns.room, turns.takesRoom(a), turns.takesRoom(b)]).toEqual([5, 3, false, true]);
    expect([...turns.inside()]).toEqual(['a.1', 'a.2', 'b.1']);
    turns.remove(a, 'a.1');
    expect([turns.room, ...turns.inside()]).toEqual([3, 'a.2', 'a.3', 'b.1']);
    turns.remove(a, 'a.4');
    turns.remove(a, 'a.3');
    expect([turns.size, turns.room]).toEqual([2, 2]);
    all(turns);
    expect([turns.size, turns.room]).toEqual([0, 0]);
  });

  it('takes work out, wherever it waits', () => {
    const turns = new Turns<string>();
    const one = lane('a');
    turns.add(one, 'x');
    turns.add(one, 'y');
    turns.remove(one, 'x');
    turns.remove(one, 'never there');
    turns.remove(lane('b'), 'y');
    expect([turns.size, ...all(turns)]).toEqual([1, 'y']);
  });

  it('names the newest work of the client that has most as the one to make room, never for one who would have as much', () => {
    const turns = new Turns<string>();
    const [long, short] = [lane('a'), lane('a')];
    for (const item of ['l1', 'l2']) turns.add(long, item);
    turns.add(short, 's1');
    expect(turns.crowding(lane('a'))).toBeNull();
    expect(turns.crowding(lane('b'))).toBe('l2');
    const b = lane('b');
    turns.add(b, 'b1');
    turns.add(b, 'b2');
    expect(turns.crowding(lane('b'))).toBeNull();
  });
});
