import type { IncomingMessage } from 'node:http';
import type { NextFunction, Request, Response } from 'express';
import { Router } from 'express';
import type { Config } from '../core/config.js';
import type { ErrorCode } from '../core/errors.js';
import { badInput, DenseqlError } from '../core/errors.js';
import { checkByteLimit, inspectPicture } from '../core/images/inspect.js';
import { pictureLimits } from '../core/images/limits.js';
import type { UploadStore } from '../core/images/upload-store.js';

export interface UploadsRouterParts {
  readonly store: UploadStore;
  readonly config: Pick<Config, 'MAX_UPLOAD_BYTES' | 'MAX_PIXELS' | 'MAX_DECODED_BYTES' | 'UPLOAD_STORE_BYTES'>;
}

const STATUS: Partial<Record<ErrorCode, number>> = {
  BAD_IMAGE: 400,
  BAD_INPUT: 400,
  IMAGE_TOO_LARGE: 413,
  UNSUPPORTED_FORMAT: 415,
  OVERLOADED: 503,
};

const HOW = 'Send the bytes themselves: curl --data-binary @photo.jpg';

/** An error in the form that GraphQL answers have. */
export function sendError(response: Response, status: number, error: DenseqlError): void {
  response.status(status).json({ errors: [{ message: error.message, extensions: { code: error.code, ...error.details } }] });
}

/** The client went away in the middle: there is nobody to answer. */
class ClientGone extends Error {}

/**
 * The whole body, counted as it comes: no header is believed, and not a byte more than the limit is kept.
 * What still comes after a refusal is read and thrown away, so that the client gets to read the answer; who sends on and on is cut off.
 */
function readBody(request: IncomingMessage, maxBytes: number, hold: (bytes: number) => void): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let length = 0;
    let refused = false;
    // `checkByteLimit` and `hold` throw nothing but DenseqlError.
    const refuse = (error: Error): void => {
      refused = true;
      chunks = [];
      reject(error);
    };
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (refused) {
        if (length > 4 * maxBytes) request.destroy();
        return;
      }
      try {
        checkByteLimit(length, { maxBytes });
        hold(chunk.length);
        chunks.push(chunk);
      } catch (error) {
        refuse(error as DenseqlError);
      }
    });
    request.on('end', () => resolve(Buffer.concat(chunks, refused ? 0 : length)));
    request.on('error', () => reject(new ClientGone()));
    request.on('close', () => reject(new ClientGone()));
    const announced = Number(request.headers['content-length']);
    try {
      // Told beforehand that it is too much: no reason to wait for it.
      if (announced > 0) checkByteLimit(announced, { maxBytes });
    } catch (error) {
      refuse(error as DenseqlError);
    }
  });
}

/**
 * `POST /uploads`: raw bytes of a picture, kept for a while under the hash of their content. Mount it before any body parser.
 *
 * No token against cross-site requests is asked: a page elsewhere may post here, as it may to any server, but all that happens is that bytes are kept under
 * their own hash. Nothing that exists changes, nobody's rights are used (there are no cookies), and without CORS the page cannot read the answer.
 */
export function uploadsRouter({ store, config }: UploadsRouterParts): Router {
  const limits = pictureLimits(config);
  // Bodies that are coming in, all together, may take as much memory as the store.
  const mostPending = Math.max(config.UPLOAD_STORE_BYTES, config.MAX_UPLOAD_BYTES);
  let pending = 0;

  async function receive(request: Request, response: Response): Promise<void> {
    // Media types are case-insensitive.
    if (/^\s*multipart\//i.test(request.headers['content-type'] ?? ''))
      throw new DenseqlError('UNSUPPORTED_FORMAT', `Forms (multipart/form-data) are not read here. ${HOW}`);
    let held = 0;
    const hold = (bytes: number): void => {
      if (pending + bytes > mostPending)
        throw new DenseqlError('OVERLOADED', 'Too many uploads at once. Try again.', { retryAfterMs: 1000 });
      pending += bytes;
      held += bytes;
    };
    try {
      const body = await readBody(request, limits.maxBytes, hold);
      const picture = await inspectPicture(body, limits);
      const { id, expiresAt } = await store.put(picture);
      const { width, height, mediaType } = picture;
      response.status(201).json({ id, width, height, mediaType, bytes: body.length, expiresAt: new Date(expiresAt).toISOString() });
    } finally {
      pending -= held;
    }
  }

  const router = Router();
  router
    .route('/uploads')
    .post(receive)
    .all((request, response) => {
      response.set('Allow', 'POST');
      sendError(response, 405, badInput('method', `${request.method} is not allowed here, only POST. ${HOW}`));
    });
  router.use('/uploads', (error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (error instanceof ClientGone) return;
    if (!DenseqlError.is(error) || response.headersSent) return next(error);
    if (error.code === 'OVERLOADED') response.set('Retry-After', '1');
    sendError(response, STATUS[error.code] ?? 500, error);
  });
  return router;
}
