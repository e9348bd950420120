import { expect, it } from 'vitest';
import { Notices, type Said } from './notices.js';

const cut = (field: string | null, message: string): Said => ({ code: 'TEXT_CUT', field, message });
const told = (notices: Notices) => notices.list().map(({ field, message }) => [field, message]);

it('of one field the heaviest stays, the first of equals, in the place of the first', () => {
  const notices = new Notices();
  notices.add(cut('labels[1]', 'short'), 18);
  notices.add(cut('labels[0]', 'other'), 17);
  notices.add(cut('labels[1]', 'long'), 30);
  notices.add(cut('labels[1]', 'as long'), 30);
  notices.add(cut(null, "the method's own"), 20);
  expect(told(notices)).toEqual([
    ['labels[1]', 'long'],
    ['labels[0]', 'other'],
    [null, "the method's own"],
  ]);
});

it('those of answers within are each told once, under no field of this question', () => {
  const within = new Notices();
  within.add(cut('of', 'first'), 20);
  const others = new Notices();
  others.add(cut('of', 'second'), 30);
  const notices = new Notices();
  for (const answer of [within, others, within]) notices.take(answer.list(), 'count by clipEbc');
  expect(told(notices)).toEqual([
    [null, 'count by clipEbc: first'],
    [null, 'count by clipEbc: second'],
  ]);
});

it('equal ones have equal ids, wherever they are said', () => {
  const ids = [cut('of', 'a'), cut('of', 'a'), cut('of', 'b'), cut(null, 'a')].map((said) => {
    const notices = new Notices();
    notices.add(said, 1);
    return notices.list()[0]?.id;
  });
  expect(ids[1]).toBe(ids[0]);
  expect(new Set(ids).size).toBe(3);
});
