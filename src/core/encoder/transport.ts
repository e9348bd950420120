/**
 * Bytes of one message between the processes. Node joins and copies a message in one go: a reply of 6 MB sent whole stops the
 * receiver's event loop for 9 to 19 ms (p99 of four runs on two busy cores, peaks of 14 to 26). In parts of 256 KiB to 1 MiB the p99 is
 * 5 to 12 ms, peaks 7 to 17, and the reply takes about as long as a whole; parts of 64 KiB take twice as long. A temporary file that is
 * read asynchronously takes half as long (10 against 20 ms, beside passes of hundreds), but stalls the loop no less (p99 5 to 11 ms,
 * peaks 7 to 38), needs room on a disk, and stays behind when the child is killed.
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
