import { expect, it } from 'vitest';
import { HeldBytes } from './held-bytes.js';

const overloaded = (setting: string): unknown =>
  expect.objectContaining({ code: 'OVERLOADED', message: expect.stringContaining(setting) as string, details: { retryAfterMs: 1000 } });

const bounds = (all: number, one: number) => ({
  ofAll: { setting: 'PENDING_BYTES', most: all },
  ofOne: { setting: 'CLIENT_PENDING_BYTES', most: one },
});

it('bounds what one client holds, and what all hold together; what is given back is free again', () => {
  const held = new HeldBytes(bounds(25, 10), 'is coming in', 5);
  held.hold('a', 10);
  expect(() => held.hold('a', 1)).toThrow(overloaded('Too much of one client is coming in at once (CLIENT_PENDING_BYTES: 10 bytes)'));
  held.hold('b', 10);
  expect(() => held.hold('c', 6)).toThrow(overloaded(' (PENDING_BYTES'));
  held.hold('c', 5);
  held.release('a', 10);
  held.hold('c', 5);
  held.hold('a', 5);
  expect(() => held.hold('a', 1)).toThrow(overloaded(' (PENDING_BYTES'));
});

it('has room for the largest that is allowed', () => {
  const held = new HeldBytes(bounds(1, 1), 'is coming in', 80);
  held.hold('a', 80);
  expect(() => held.hold('b', 1)).toThrow(overloaded('PENDING_BYTES'));
});
