import type { Request, Response } from 'express';
import type { Config } from '../core/config.js';
import { DenseqlError } from '../core/errors.js';
import { whyOver } from '../core/when-over.js';
import { Blocks } from './blocks.js';
import { clientOf } from './access/client-of.js';
import { goOn } from './expect-continue.js';
import { HeldBytes } from './held-bytes.js';
import { Pace } from './pace.js';

/** The client went away in the middle: there is nobody to answer. */
export class ClientGone extends Error {}

type BodyLimits = Pick<
  Config,
  'BODY_STALL_MS' | 'BODY_RATE' | 'PENDING_BYTES' | 'CLIENT_PENDING_BYTES' | 'MAX_UPLOAD_BYTES' | 'MAX_BODY_BYTES'
>;

/** Reads the bodies of requests into memory, in bounds: of one, of one client, of all, and of time. */
export class Bodies {
  private readonly pending: HeldBytes;

  /** @param over aborts, with a typed error as its reason, when what still comes in is no longer waited for */
  constructor(
    private readonly config: BodyLimits,
    private readonly over: AbortSignal,
  ) {
    const { PENDING_BYTES, CLIENT_PENDING_BYTES, MAX_UPLOAD_BYTES, MAX_BODY_BYTES } = config;
    this.pending = new HeldBytes(
      {
        ofAll: { setting: 'PENDING_BYTES', most: PENDING_BYTES },
        ofOne: { setting: 'CLIENT_PENDING_BYTES', most: CLIENT_PENDING_BYTES },
      },
      'is coming in or being answered',
      Math.max(MAX_UPLOAD_BYTES, MAX_BODY_BYTES),
    );
  }

  /**
   * The whole body, counted as it comes: no header is believed, and not a byte more than the limit is kept. It counts until the request is answered, because
   * what is made of it waits with the work that it asks for.
   *
   * @param checkLength throws when so many bytes are too many
   * @throws what `checkLength` throws; OVERLOADED; REQUEST_TIMEOUT; the reason of `over`; ClientGone
   */
  async read(request: Request, response: Response, checkLength: (bytes: number) => void): Promise<Buffer> {
    // Told beforehand that it is too much: no reason to wait for it.
    checkLength(Number(request.headers['content-length'] ?? 0));
    const client = clientOf(response).who;
    let length = 0;
    let held = 0;
    const release = (): void => this.pending.release(client, held);
    try {
      const body = await this.collect(request, response, (bytes) => {
        length += bytes;
        checkLength(length);
        this.pending.hold(client, bytes);
        held += bytes;
      });
      onceClosed(response, release);
      return body;
    } catch (refused) {
      release();
      throw refused;
    }
  }

  /** Counts what a body has become, e.g. no longer compressed, until the request is answered. @throws OVERLOADED */
  hold(response: Response, bytes: number): void {
    const client = clientOf(response).who;
    this.pending.hold(client, bytes);
    onceClosed(response, () => this.pending.release(client, bytes));
  }

  private async collect(request: Request, response: Response, take: (bytes: number) => void): Promise<Buffer> {
    const { over } = this;
    const { BODY_STALL_MS, BODY_RATE } = this.config;
    if (over.aborted) throw whyOver(over);
    const leastBytes = Math.ceil((BODY_RATE * BODY_STALL_MS) / 1000);
    const blocks = new Blocks();
    const done = new AbortController();
    try {
      await new Promise<void>((resolve, reject) => {
        const pace = new Pace(leastBytes, BODY_STALL_MS, () => reject(tooSlow(leastBytes, BODY_STALL_MS)));
        // `take` throws nothing but typed errors.
        const refuse: (error: Error) => void = reject;
        const onData = (piece: Buffer): void => {
          try {
            take(piece.length);
          } catch (error) {
            return refuse(error as DenseqlError);
          }
          blocks.add(piece);
          pace.heard(piece.length);
        };
        const gone = (): void => reject(new ClientGone());
        request.on('data', onData).once('end', resolve).once('error', gone).once('close', gone);
        const end = (): void => reject(whyOver(over));
        // Taken off by hand: of listeners that go with a signal of their own (`{ signal }`), Node forgets all but the last once memory is collected, and their
        // bodies would stay as long as the server.
        over.addEventListener('abort', end);
        // What is no longer read for is not kept either.
        done.signal.addEventListener('abort', () => {
          over.removeEventListener('abort', end);
          pace.stop();
          request.off('data', onData);
        });
        goOn(request, response);
      });
      return blocks.join();
    } finally {
      done.abort();
    }
  }
}

/** At once where it is closed already. */
function onceClosed(response: Response, listener: () => void): void {
  if (response.closed) listener();
  else response.once('close', listener);
}

const tooSlow = (leastBytes: number, milliseconds: number): DenseqlError =>
  new DenseqlError(
    'REQUEST_TIMEOUT',
    `The body brought less than ${leastBytes} bytes within ${milliseconds} ms (BODY_STALL_MS, BODY_RATE). Send it again without a pause.`,
  );
