import type { RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { breathe } from '../core/math/breathe.js';
import { plainError } from './plain-error.js';

/** Requests of a connection that may wait for the answer to one before them. */
export const MOST_WAITING = 32;

interface Line {
  /** What is being answered. */
  answering: ServerResponse | null;
  readonly waiting: (() => ServerResponse)[];
  /** Too many came: the last one that waits is told so, and no more is read. */
  closed: boolean;
}

const refuse: RequestListener = (_request, response) =>
  plainError(
    response.setHeader('Retry-After', '1'),
    503,
    'OVERLOADED',
    `More than ${MOST_WAITING} requests came on one connection without waiting for an answer. Send this one again, and not as many at once.`,
    { retryAfterMs: 1000 },
  );

/** Of what was read already the rest is still told, and not heard. Whoever reads the body of a request before would have Node go on. */
function readNoMore(socket: Socket): void {
  socket.pause();
  socket.resume = () => socket;
}

/**
 * Requests that come on one connection before those before them are answered (HTTP pipelining) stand in line: they are handled one after the other, with turns of
 * the event loop between them. Node begins all that it reads at once, and a few kilobytes hold hundreds.
 */
export class Lines {
  private readonly lines = new WeakMap<Duplex, Line>();

  /** Has `handle` answer requests when it is their turn. */
  for(handle: RequestListener): RequestListener {
    return (request, response) => {
      const { socket } = request;
      const line = this.lineOf(socket);
      if (!line.closed) {
        line.closed = line.waiting.length >= MOST_WAITING;
        if (line.closed) readNoMore(socket);
        const answer = line.closed ? refuse : handle;
        line.waiting.push(() => {
          answer(request, response);
          return response;
        });
        if (line.answering === null) this.next(socket, line);
      }
    };
  }

  /** The answer that is on its way on this connection; null: none. */
  answering(socket: Duplex): ServerResponse | null {
    return this.lines.get(socket)?.answering ?? null;
  }

  private lineOf(socket: Duplex): Line {
    let line = this.lines.get(socket);
    if (!line) this.lines.set(socket, (line = { answering: null, waiting: [], closed: false }));
    return line;
  }

  private next(socket: Duplex, line: Line): void {
    const begin = socket.destroyed ? undefined : line.waiting.shift();
    if (!begin) return void (line.answering = null);
    line.answering = begin();
    line.answering.once('close', () => void breathe().then(() => this.next(socket, line)));
  }
}
