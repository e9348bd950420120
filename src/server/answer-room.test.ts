import { expect, it } from 'vitest';
import { AnswerRoom, FREE_BYTES } from './answer-room.js';
import { HeldBytes } from './held-bytes.js';

const bounds = { ofAll: { setting: 'UNREAD_BYTES', most: 1000 }, ofOne: { setting: 'CLIENT_UNREAD_BYTES', most: 1000 } };
const overloaded: unknown = expect.objectContaining({ code: 'OVERLOADED' });

it('counts what goes beyond the first bytes, and no byte twice', () => {
  const unread = new HeldBytes(bounds, 'waits to be read', 0);
  const room = new AnswerRoom(unread, () => 'a');
  room.hold(FREE_BYTES - 10);
  room.hold(510);
  expect(() => unread.hold('b', 501)).toThrow(overloaded);
  // It turns out to be as long as was counted, then longer.
  room.settle(FREE_BYTES + 500);
  room.settle(FREE_BYTES + 600);
  expect(() => unread.hold('b', 401)).toThrow(overloaded);
  unread.hold('b', 400);
  expect(() => room.hold(1)).toThrow(overloaded);
});

it('gives all of it back when it was read or its client has left, and takes nothing any more', () => {
  const unread = new HeldBytes(bounds, 'waits to be read', 0);
  const room = new AnswerRoom(unread, () => 'a');
  room.hold(FREE_BYTES + 1000);
  room.release();
  room.release();
  expect(() => room.hold(1)).toThrow(expect.objectContaining({ code: 'CANCELLED' }));
  unread.hold('b', 1000);
  expect(() => unread.hold('b', 1)).toThrow(overloaded);
});
