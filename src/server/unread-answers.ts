import type { RequestHandler, Response } from 'express';
import type { Config } from '../core/config.js';
import type { DenseqlError } from '../core/errors.js';
import { clientAddress } from './access/client-address.js';
import { clientOf } from './access/client-of.js';
import { AnswerRoom } from './answer-room.js';
import { HeldBytes } from './held-bytes.js';
import { sendError } from './send-error.js';

/** Of the answer that is refused. */
const ITS_HEADERS = ['Content-Type', 'Content-Length', 'ETag'];

const bytesOf = (body: unknown): number =>
  typeof body === 'string' ? Buffer.byteLength(body) : ArrayBuffer.isView(body) ? body.byteLength : 0;

/**
 * Bounds what waits for clients to read it, of all of them and of each: otherwise a small question for a large answer, asked on every connection that there
 * may be, and never read, would fill the memory. GraphQL counts fields while it puts them together ({@link roomOf}); every answer counts when it is complete.
 */
export function unreadAnswers(
  config: Pick<Config, 'UNREAD_BYTES' | 'CLIENT_UNREAD_BYTES' | 'MAX_ANSWER_BYTES' | 'PICTURE_STORE_BYTES'>,
): RequestHandler {
  const unread = new HeldBytes(
    {
      ofAll: { setting: 'UNREAD_BYTES', most: config.UNREAD_BYTES },
      ofOne: { setting: 'CLIENT_UNREAD_BYTES', most: config.CLIENT_UNREAD_BYTES },
    },
    'waits to be read',
    Math.max(config.MAX_ANSWER_BYTES, config.PICTURE_STORE_BYTES),
  );
  return (request, response, next) => {
    // Where no key is asked for, by address.
    const room = new AnswerRoom(unread, () => clientOf(response).who || clientAddress(request.ip));
    response.locals['room'] = room;
    response.once('close', () => room.release());
    const send = response.send.bind(response);
    response.send = (body) => {
      // Nobody is left to read it.
      if (response.closed) return response;
      try {
        if (request.method !== 'HEAD') room.settle(bytesOf(body));
      } catch (refused) {
        for (const name of ITS_HEADERS) response.removeHeader(name);
        sendError(response.set('Cache-Control', 'no-store'), refused as DenseqlError);
        return response;
      }
      return send(body);
    };
    next();
  };
}

/** Where the bytes of this answer count. */
export const roomOf = (response: Response): AnswerRoom => response.locals['room'] as AnswerRoom;
