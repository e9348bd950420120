import { once } from 'node:events';
import type { Response } from 'express';
import { stringifyAnswer } from '../stringify-answer.js';
import type { Form } from './form.js';
import type { Events } from './streams.js';

/** Between two signs that somebody is there, in milliseconds: proxies and clients take longer silence for an end. */
const SIGN_MS = 5_000;

/** The same, to one that sends nothing more. */
const ASK_MS = 100;

/** Sends what comes, as it comes, and no faster than it is read. It ends with the last piece, or when the client leaves. */
export async function sendEvents(response: Response, events: Events, form: Form): Promise<void> {
  response.status(200).set({ 'Content-Type': form.mediaType, 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
  response.flushHeaders();
  response.write(form.head);
  let signs = setInterval(() => response.write(form.sign), SIGN_MS);
  // Whoever ends their side may read on, or have left: the next write tells.
  const ask = (): void => {
    clearInterval(signs);
    if (!response.closed) signs = setInterval(() => response.write(form.sign), ASK_MS);
  };
  response.socket?.once('end', ask);
  const left = new AbortController();
  response.once('close', () => left.abort());
  try {
    for await (const event of events) {
      if (response.closed) return;
      const text = form.piece((await stringifyAnswer(event)).trimEnd());
      if (!response.write(text)) await once(response, 'drain', { signal: left.signal }).catch(() => undefined);
    }
    response.end(form.end);
  } finally {
    clearInterval(signs);
    response.socket?.off('end', ask);
    // What failed on the way has sent its head already.
    if (!response.writableEnded) response.destroy();
  }
}
