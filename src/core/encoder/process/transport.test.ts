import { EventEmitter } from 'node:events';
import { duplexPair } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import { Transport, type Buffers } from './transport.js';

interface Ports {
  readonly left: EventEmitter & { send?: (message: unknown, callback: (error: Error | null) => void) => boolean };
  readonly right: EventEmitter;
}

/** Two ports whose messages arrive when the test says so. */
function ports(): Ports & { readonly deliver: () => void } {
  const left: Ports['left'] = new EventEmitter();
  const right = new EventEmitter();
  const waiting: unknown[] = [];
  left.send = (message, callback) => {
    waiting.push(message);
    callback(null);
    return true;
  };
  return { left, right, deliver: () => waiting.splice(0).forEach((message) => right.emit('message', message)) };
}

function pair() {
  const { left, right, deliver } = ports();
  const [near, far] = duplexPair();
  const received: [string, Buffers][] = [];
  const broken = vi.fn();
  const sender = new Transport<string, string>(left, near, () => undefined, broken);
  new Transport<string, string>(right, far, (body, buffers) => received.push([body, buffers]), broken);
  return { sender, left, near, far, deliver, received, broken };
}

describe('the transport', () => {
  it('puts arrays of any length together again, one message after the other', async () => {
    const { sender, deliver, received } = pair();
    const sizes = [0, 1, 70_000, 0, 1_048_581];
    const views = sizes.map((size) => Uint8Array.from({ length: size }, (_, index) => index * 7));
    const sent = sender.send('first', views);
    deliver();
    await sent;
    await vi.waitFor(() => expect(received).toHaveLength(1));
    await sender.send('second', []);
    deliver();
    expect(received.map(([body, buffers]) => [body, buffers.length])).toEqual([
      ['first', sizes.length],
      ['second', 0],
    ]);
    for (const [index, view] of views.entries()) expect(Buffer.compare(received[0]![1][index]!, view)).toBe(0);
  });

  it('waits for a body that its bytes have overtaken', async () => {
    const { sender, deliver, received } = pair();
    await sender.send('late', [Float32Array.of(1, 2)]);
    expect(received).toEqual([]);
    deliver();
    await vi.waitFor(() => expect(received).toHaveLength(1));
    expect([...new Float32Array(received[0]![1][0]!.buffer)]).toEqual([1, 2]);
  });

  it('sends only the part of a larger buffer that the array shows', async () => {
    const { sender, deliver, received } = pair();
    const sent = sender.send('x', [Float32Array.of(1, 2, 3, 4).subarray(1, 3)]);
    deliver();
    await sent;
    await vi.waitFor(() => expect(received).toHaveLength(1));
    expect([...new Float32Array(received[0]![1][0]!.buffer)]).toEqual([2, 3]);
  });

  it('calls the other side broken when bytes belong to no message', async () => {
    const { far, near, broken, received } = pair();
    near.write('stray');
    far.resume();
    await vi.waitFor(() => expect(broken).toHaveBeenCalled());
    expect(received).toEqual([]);
  });

  it('says when the other side is gone', async () => {
    const { sender, near, left, broken } = pair();
    near.destroy(new Error('EPIPE'));
    await expect(sender.send('x', [Uint8Array.of(1)])).rejects.toThrow();
    expect(broken).toHaveBeenCalled();
    delete left.send;
    await expect(sender.send('x')).rejects.toThrow('closed');
  });
});
