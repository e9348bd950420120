import { describe, expect, it } from 'vitest';
import { PART_BYTES, receiveParts, sendInParts } from './transport.js';

describe('the transport', () => {
  it('puts arrays of any length together again and never sends much at once', async () => {
    const sizes = [0, 1, PART_BYTES, 2 * PART_BYTES + 5];
    const views = sizes.map((size) => Uint8Array.from({ length: size }, (_, index) => index * 7));
    const largest: number[] = [];
    const received: [string, readonly Uint8Array[]][] = [];
    const receive = receiveParts<string>((body, buffers) => received.push([body, buffers]));
    const send = (message: unknown): Promise<void> => {
      largest.push((message as { data?: Uint8Array }).data?.length ?? 0);
      receive(message);
      return Promise.resolve();
    };
    await sendInParts(send, 'first', views);
    await sendInParts(send, 'second', []);
    expect(received.map(([body, buffers]) => [body, buffers.length])).toEqual([
      ['first', sizes.length],
      ['second', 0],
    ]);
    for (const [index, view] of views.entries()) expect(Buffer.compare(received[0]?.[1][index] ?? Buffer.alloc(0), view)).toBe(0);
    expect(Math.max(...largest)).toBe(PART_BYTES);
  });

  it('sends only the part of a larger buffer that the array shows', async () => {
    const whole = Float32Array.of(1, 2, 3, 4);
    let got: readonly Uint8Array<ArrayBuffer>[] = [];
    const receive = receiveParts<string>((_, buffers) => (got = buffers));
    await sendInParts((message) => Promise.resolve(receive(message)), 'x', [whole.subarray(1, 3)]);
    expect([...new Float32Array(got[0]?.buffer ?? new ArrayBuffer(0))]).toEqual([2, 3]);
  });
});
