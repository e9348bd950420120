import { EventEmitter } from 'node:events';
import { openSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { duplexPair } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import { ArraysFile } from './arrays-file.js';
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

function pair(file: ArraysFile | null = null) {
  const { left, right, deliver } = ports();
  const [near, far] = duplexPair();
  const received: [string, Buffers][] = [];
  const broken = vi.fn();
  const sender = new Transport<string, string>(left, near, file, () => undefined, broken);
  new Transport<string, string>(right, far, file, (body, buffers) => received.push([body, buffers]), broken);
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

  const inMemory = (): ArraysFile => ArraysFile.create(tmpdir())!;

  it('puts arrays into the file where there is one, and none on the pipe', async () => {
    const file = inMemory();
    const { sender, near, far, deliver, received } = pair(file);
    const [written, came] = [vi.spyOn(near, 'write'), vi.spyOn(far, 'resume')];
    for (const body of ['first', 'second']) {
      await sender.send(body, [Uint8Array.of(1, 2, 3), new Uint8Array(0), Float32Array.of(4, 5).subarray(1)]);
      deliver();
      await vi.waitFor(() => expect(received.at(-1)?.[0]).toBe(body));
      const [bytes, none, floats] = received.at(-1)![1];
      expect([[...bytes!], [...none!], [...new Float32Array(floats!.buffer)]]).toEqual([[1, 2, 3], [], [5]]);
    }
    expect([written, came].map(({ mock }) => mock.calls)).toEqual([[], []]);
    file.close();
  });

  it('takes the pipe for what the file does not take', async () => {
    const file = new ArraysFile(openSync('/dev/full', 'r+'));
    const { sender, deliver, received } = pair(file);
    const sent = sender.send('full', [Uint8Array.of(1, 2, 3)]);
    deliver();
    await sent;
    await vi.waitFor(() => expect(received).toHaveLength(1));
    expect([...received[0]![1][0]!]).toEqual([1, 2, 3]);
    file.close();
  });

  it('calls the other side broken when the file has not what it was told', async () => {
    const file = inMemory();
    const { sender, deliver, broken, received } = pair(file);
    await sender.send('x', [Uint8Array.of(1)]);
    file.close();
    deliver();
    await vi.waitFor(() => expect(broken).toHaveBeenCalled());
    expect(received).toEqual([]);
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
