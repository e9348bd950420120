/**
 * Bytes of one message between the processes. A reply of 6 MB sent whole stops the receiver's event loop for 9 to 12 ms (p99) with
 * peaks of 21 to 23, because node joins and copies a message in one go; in parts of 256 KiB to 1 MiB the p99 is 5 to 8 ms on the same busy
 * machine, at the same total time (13 to 17 ms). 64 KiB parts double the total. A temporary file is not measurably better (p99 5 to 9 ms)
 * and would stay behind when the child is killed.
 */
export const PART_BYTES = 512 * 1024;

type Part = { readonly kind: 'part'; readonly buffer: number; readonly offset: number; readonly total: number; readonly data: Uint8Array };
type Whole<Body> = { readonly kind: 'body'; readonly body: Body };

/** Sends one IPC message; resolves when the pipe took it, rejects when the other side is gone. */
export type Send = (message: unknown) => Promise<void>;

interface Port {
  send?(message: unknown, callback: (error: Error | null) => void): boolean;
}

/** A {@link Send} over a forked child, or over the process to its parent. */
export const sendOver =
  (port: Port): Send =>
  (message) =>
    new Promise((resolve, reject) => {
      if (port.send === undefined) reject(new Error('The channel to the other process is closed.'));
      else port.send(message, (error) => (error ? reject(error) : resolve()));
    });

/** Sends buffers in parts, waiting for each, then the body that refers to them by index. */
export async function sendInParts(send: Send, body: unknown, buffers: readonly ArrayBufferView[]): Promise<void> {
  for (const [index, view] of buffers.entries()) {
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    for (let offset = 0; offset < bytes.length; offset += PART_BYTES) {
      const data = bytes.subarray(offset, offset + PART_BYTES);
      await send({ kind: 'part', buffer: index, offset, total: bytes.length, data } satisfies Part);
    }
  }
  await send({ kind: 'body', body } satisfies Whole<unknown>);
}

/**
 * Puts parts together again. One message at a time: the processes take turns, so parts of two never mix.
 * @returns a listener for the channel's messages
 */
export function receiveParts<Body>(
  onMessage: (body: Body, buffers: readonly Uint8Array<ArrayBuffer>[]) => void,
): (message: unknown) => void {
  let buffers: Uint8Array<ArrayBuffer>[] = [];
  return (message) => {
    const piece = message as Part | Whole<Body>;
    if (piece.kind === 'part') {
      const buffer = (buffers[piece.buffer] ??= new Uint8Array(piece.total));
      buffer.set(piece.data, piece.offset);
      return;
    }
    const complete = buffers;
    buffers = [];
    onMessage(piece.body, complete);
  };
}
