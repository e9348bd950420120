import { sharedClass } from './shared-class.js';

/**
 * Every error a client may see. The codes are a promise (docs/errors.md lists them, a test compares both ways).
 */
export const ERROR_CODES = Object.freeze({
  BAD_IMAGE: 'The bytes are not a readable picture: truncated, disguised or damaged.',
  IMAGE_TOO_LARGE: 'The picture has more bytes or pixels than the limit named in the message.',
  UNSUPPORTED_FORMAT: 'The picture is whole, but of a format or a kind that is not read here. The message says what helps.',
  UNKNOWN_SAMPLE: 'No sample picture has this id.',
  UPLOAD_NOT_FOUND: 'No upload has this id, or it has expired. Upload the picture again.',
  URL_FORBIDDEN: 'Fetching pictures by address is off, or this address is not allowed.',
  URL_FAILED: 'The picture could not be fetched from its address.',
  SET_NOT_FOUND: 'No reference set of this id is kept for who asks: it was never made, or it was deleted.',
  SETS_FORBIDDEN: 'Reference sets are off: whoever reaches this server could read and delete them. The message says what turns them on.',
  STORE_FAILED:
    'What is kept on the disk cannot be read or written: it is damaged, or the disk is full. The message says which, and the way out.',
  BAD_INPUT: 'An argument is wrong: labels, boxes, options. The message names the field and the range.',
  LIMIT_EXCEEDED: 'The operation asks for more work than a limit allows. The message names the limit, what was asked and what is allowed.',
  OVERLOADED: 'The queue is full, or too much is held at once. Try again after extensions.retryAfterMs.',
  STOPPING: 'The server is stopping. Send the request again after extensions.retryAfterMs: another server, or the next one, answers it.',
  REQUEST_TIMEOUT: 'The request did not arrive in time: it stalled, or came too slowly. The message names the limit.',
  DEADLINE_EXCEEDED: 'The work did not finish in time. The message says whether it was waiting or running.',
  CANCELLED: 'The client left before the work was done.',
  ENCODER_UNAVAILABLE: 'The encoder process could not answer.',
  PACK_INVALID: 'A model pack is incomplete, damaged or not of this format. The message names the file.',
  HUB_FAILED: 'The hub of checkpoints cannot be reached, or does not answer as it should. The message says why.',
  PLUGIN_UNAVAILABLE: 'This method cannot run on the encoder of this picture. The message says what is missing.',
  PLUGIN_FAILED: 'A plugin threw. The rest of the answer stands.',
  UNAUTHENTICATED: 'A valid API key is needed.',
  HOST_FORBIDDEN: 'The request was sent to a host name that this server does not answer as: DENSEQL_ALLOWED_HOSTS.',
  ORIGIN_FORBIDDEN: 'A page of this origin may not read answers here: DENSEQL_CORS_ORIGIN.',
  RATE_LIMITED: 'More was asked within a minute than the key or the address may ask. Try again after extensions.retryAfterMs.',
  INTERNAL_SERVER_ERROR: 'Something failed inside. The details are in the log under the request id.',
} as const);

/** The codes that errors may have; docs/errors.md lists them. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** Known by a registered symbol, not by class identity: a plugin with its own copy of this module still fits. */
const BRAND = Symbol.for('denseql:error');

/**
 * An error with a public message. Whatever is thrown without this brand is masked before it reaches a client.
 *
 * @param code one of {@link ERROR_CODES}
 * @param message for people: names the limit or field, and the way out
 * @param details joins `extensions` in the answer (numbers and short strings only)
 */
export class DenseqlError extends Error {
  readonly [BRAND] = true;
  override readonly name = 'DenseqlError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: Readonly<Record<string, string | number | boolean>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** Whether it is one of these, of whatever copy of the class. */
  static is(error: unknown): error is DenseqlError {
    return typeof error === 'object' && error !== null && (error as Record<symbol, unknown>)[BRAND] === true;
  }
}
sharedClass(DenseqlError);

/** An argument is wrong. `field` names it as the client wrote it. */
export const badInput = (field: string, message: string): DenseqlError => new DenseqlError('BAD_INPUT', `${field}: ${message}`, { field });

/** More work than allowed. */
export const limitExceeded = (limit: string, asked: number, allowed: number, unit: string): DenseqlError =>
  new DenseqlError(
    'LIMIT_EXCEEDED',
    `${limit}: ${asked} ${unit} asked, ${allowed} allowed. Ask for less in one operation, or raise DENSEQL_${limit}.`,
    { limit, asked, allowed },
  );

/** How long a client should wait before it asks again, in milliseconds: another server answers at once, the next one is about to start. */
const STOPPED_FOR_MS = 1000;

/** The server was told to stop. */
export const stopping = (message: string): DenseqlError => new DenseqlError('STOPPING', message, { retryAfterMs: STOPPED_FOR_MS });
