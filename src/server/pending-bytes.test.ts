import { expect, it } from 'vitest';
import { PendingBytes } from './pending-bytes.js';

const overloaded = (setting: string): unknown =>
  expect.objectContaining({ code: 'OVERLOADED', message: expect.stringContaining(setting) as string, details: { retryAfterMs: 1000 } });

it('bounds what one client holds, and what all hold together; what is given back is free again', () => {
  const pending = new PendingBytes({ PENDING_BYTES: 25, CLIENT_PENDING_BYTES: 10, MAX_UPLOAD_BYTES: 5, MAX_BODY_BYTES: 1 });
  pending.hold('a', 10);
  expect(() => pending.hold('a', 1)).toThrow(overloaded('CLIENT_PENDING_BYTES'));
  pending.hold('b', 10);
  expect(() => pending.hold('c', 6)).toThrow(overloaded(' (PENDING_BYTES'));
  pending.hold('c', 5);
  pending.release('a', 10);
  pending.hold('c', 5);
  pending.hold('a', 5);
  expect(() => pending.hold('a', 1)).toThrow(overloaded(' (PENDING_BYTES'));
});

it('has room for one body of any size that is allowed', () => {
  const pending = new PendingBytes({ PENDING_BYTES: 1, CLIENT_PENDING_BYTES: 1, MAX_UPLOAD_BYTES: 50, MAX_BODY_BYTES: 80 });
  pending.hold('a', 80);
  expect(() => pending.hold('b', 1)).toThrow(overloaded('PENDING_BYTES'));
});
