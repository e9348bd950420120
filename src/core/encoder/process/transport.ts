import type { Duplex } from 'node:stream';
import type { ArraysFile } from './arrays-file.js';

/** Arrays as they arrive: each with memory of its own. */
export type Buffers = readonly Uint8Array<ArrayBuffer>[];

/** A forked child, or the process to its parent. */
interface Port {
  send?(message: unknown, callback: (error: Error | null) => void): boolean;
  on(event: 'message', listener: (message: unknown) => void): unknown;
}

interface Envelope<Body> {
  readonly body: Body;
  /** Bytes of each of its arrays. */
  readonly sizes: readonly number[];
  /** Whether they lie in the file; otherwise they follow on the pipe. */
  readonly inFile: boolean;
}

/**
 * Messages between two processes that take turns: the body by Node's own channel, its arrays as plain bytes beside it, in a file in memory or, where there is
 * none or it is full, on a pipe. Node's channel alone would serialise, join and copy every array several times: the 8 MB of a pass took 25 to 45 ms of its
 * 270 that way, 7 to 20 on a pipe, and left so much memory behind that the collector ran two or three times a query.
 */
export class Transport<In, Out> {
  /** What is being received; null between messages. */
  private arriving: { readonly body: In; readonly buffers: Buffers; index: number; at: number } | null = null;

  /**
   * @param pipe carries nothing else, in either direction
   * @param file in memory, that the other side holds, too; null: there is none
   * @param onBroken pipe or file failed, or the pipe carried what no message told of: the other process is dying
   */
  constructor(
    private readonly port: Port,
    private readonly pipe: Duplex,
    private readonly file: ArraysFile | null,
    private readonly onMessage: (body: In, buffers: Buffers) => void,
    private readonly onBroken: () => void,
  ) {
    // Bytes may overtake the body that tells how many they are: they wait in the pipe until it has come.
    pipe.pause();
    pipe.on('data', (chunk: Buffer) => this.take(chunk));
    pipe.on('error', onBroken);
    port.on('message', (message) => {
      const { body, sizes, inFile } = message as Envelope<In>;
      if (inFile && file !== null) {
        file.read(sizes).then((buffers) => onMessage(body, buffers), onBroken);
        return;
      }
      this.arriving = { body, buffers: sizes.map((size) => new Uint8Array(size)), index: 0, at: 0 };
      this.advance();
    });
  }

  /** Resolves when all is handed over, rejects when the other side is gone. @param buffers must not change until then */
  async send(body: Out, buffers: readonly ArrayBufferView[] = []): Promise<void> {
    const inFile = buffers.length > 0 && this.file?.write(buffers) === true;
    const envelope: Envelope<Out> = { body, sizes: buffers.map((view) => view.byteLength), inFile };
    await new Promise<void>((resolve, reject) => {
      if (this.port.send === undefined) reject(new Error('The channel to the other process is closed.'));
      else this.port.send(envelope, (error) => (error ? reject(error) : resolve()));
    });
    if (inFile) return;
    for (const { buffer, byteOffset, byteLength } of buffers)
      await new Promise<void>((resolve, reject) => {
        this.pipe.write(new Uint8Array(buffer, byteOffset, byteLength), (error) => (error ? reject(error) : resolve()));
      });
  }

  /** @param chunk of one message: the next is sent only after an answer to this */
  private take(chunk: Buffer): void {
    for (let from = 0; from < chunk.length; this.advance()) {
      const { arriving } = this;
      const target = arriving?.buffers[arriving.index];
      if (!arriving || !target) return this.onBroken();
      const part = chunk.subarray(from, from + target.length - arriving.at);
      target.set(part, arriving.at);
      arriving.at += part.length;
      from += part.length;
    }
  }

  /** Goes on to the next array that lacks bytes; delivers the message when none does. */
  private advance(): void {
    const { arriving, pipe } = this;
    if (!arriving) return;
    const { buffers } = arriving;
    while (arriving.index < buffers.length && arriving.at === buffers[arriving.index]!.length) {
      arriving.index += 1;
      arriving.at = 0;
    }
    if (arriving.index < buffers.length) {
      pipe.resume();
      return;
    }
    pipe.pause();
    this.arriving = null;
    this.onMessage(arriving.body, buffers);
  }
}
