import type { Request, Response } from 'express';
import { Router } from 'express';
import type { Config } from '../core/config.js';
import { DenseqlError } from '../core/errors.js';
import { checkByteLimit, inspectPicture } from '../core/images/inspect.js';
import { pictureLimits } from '../core/images/limits.js';
import type { UploadStore } from '../core/images/upload-store.js';
import { clientOf } from './access/client-of.js';
import type { Bodies } from './bodies.js';
import { leavingSignal } from './leaving.js';
import { FORM_BYTES, readForm } from './read-form.js';
import { onlyMethods } from './send-error.js';
import { typedErrors } from './typed-errors.js';

export interface UploadsRouterParts {
  readonly store: UploadStore;
  /** Reads what is sent. */
  readonly bodies: Bodies;
  /** Aborts when what is under way may not go on. */
  readonly over: AbortSignal;
  readonly config: Pick<Config, 'MAX_UPLOAD_BYTES' | 'MAX_PIXELS' | 'MAX_DECODED_BYTES' | 'DEADLINE_MS'>;
}

const HOW = 'Send the bytes themselves: curl --data-binary @photo.jpg. A form (multipart/form-data) with one file is read, too.';

/**
 * `POST /uploads`: raw bytes of a picture, or a form with one file, kept for a while under the hash of their content. Mount it before any body parser.
 *
 * No token against cross-site requests is asked: a page elsewhere may post here, as it may to any server, but all that happens is that bytes are kept under
 * their own hash. Nothing that exists changes but that the least recently used goes when the store is full, nobody's rights are used (there are no cookies), and
 * without CORS the page cannot read the answer. Where there are API keys such a page has none, and could not send it without asking first (CORS).
 */
export function uploadsRouter({ store, bodies, over, config }: UploadsRouterParts): Router {
  const limits = pictureLimits(config);

  async function receive(request: Request, response: Response): Promise<void> {
    // Media types are case-insensitive.
    const type = request.headers['content-type'] ?? '';
    const isForm = /^\s*multipart\/form-data\s*(;|$)/i.test(type);
    if (!isForm && /^\s*multipart\//i.test(type))
      throw new DenseqlError('UNSUPPORTED_FORMAT', `Of bodies in parts, only multipart/form-data is read here. ${HOW}`);
    const around = isForm ? FORM_BYTES : 0;
    const sent = await bodies.read(request, response, (length) => checkByteLimit(length - around, limits));
    const body = isForm ? await readForm(sent, type) : sent;
    const { who, scope } = clientOf(response);
    const waiting = { signal: leavingSignal(response, over), lane: { client: who }, deadline: performance.now() + config.DEADLINE_MS };
    const picture = await inspectPicture(body, limits, waiting);
    const { id, expiresAt } = await store.put(picture, { who, scope });
    const { width, height, mediaType } = picture;
    response.status(201).json({ id, width, height, mediaType, bytes: body.length, expiresAt: new Date(expiresAt).toISOString() });
  }

  const router = Router();
  router.route('/uploads').post(receive).all(onlyMethods('POST', HOW));
  router.use('/uploads', typedErrors);
  return router;
}
