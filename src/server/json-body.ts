import { Readable } from 'node:stream';
import express from 'express';
import type { Request, RequestHandler, Response } from 'express';
import type { Config } from '../core/config.js';
import { DenseqlError, limitExceeded } from '../core/errors.js';
import type { Bodies } from './bodies.js';

/** What forms of HTML can send; a page of another site could have sent it. */
const FORMS = ['multipart/*', 'application/x-www-form-urlencoded', 'text/plain'];

/** The body of a GraphQL request is too large. */
export function bodyTooLarge(bytes: number, { MAX_BODY_BYTES }: Pick<Config, 'MAX_BODY_BYTES'>): DenseqlError {
  const { code, message, details } = limitExceeded('MAX_BODY_BYTES', bytes, MAX_BODY_BYTES, 'bytes');
  return new DenseqlError(code, `${message} Send pictures to POST /uploads.`, details);
}

/** A request as the parser sees it. */
interface Sent extends Pick<Request, 'headers' | 'body'> {
  /** Bytes of its body as it came; absent where it was not read. */
  readonly sent?: number;
}

/** Signs of a body beside those between the values of its variables: in texts, and in the query. */
const FURTHER_SIGNS = 20_000;
/** Before each value but the first stands one of them, or an object's colon behind one. */
const SIGNS = [',', '[', '{'].map((sign) => sign.charCodeAt(0));

/** A million values are seen before it takes a second to parse them. @throws LIMIT_EXCEEDED */
function checkSigns(body: Buffer, most: number): void {
  let count = 0;
  for (const sign of SIGNS)
    for (let at = body.indexOf(sign); at >= 0; at = body.indexOf(sign, at + 1)) {
      count += 1;
      if (count > most + FURTHER_SIGNS) throw limitExceeded('MAX_VALUES', most + 1, most, 'values in variables, or more,');
    }
}

/**
 * JSON bodies as Express reads them: charsets, compression, its errors. What it reads is there already, by `bodies`: left to itself it would wait for
 * one that stalls, hold as many as come, and hold 33 times the size (measured) of one that comes in chunks of a byte.
 */
export function jsonBody(config: Pick<Config, 'MAX_BODY_BYTES' | 'MAX_VALUES'>, bodies: Bodies): RequestHandler {
  const parse = express.json({
    limit: config.MAX_BODY_BYTES,
    verify: (request, response, body) => {
      checkSigns(body, config.MAX_VALUES);
      // As it came, it was counted.
      const more = body.length - ((request as unknown as Sent).sent ?? body.length);
      if (more > 0) bodies.hold(response as Response, more);
    },
  });
  const checkLength = (bytes: number): void => {
    if (bytes > config.MAX_BODY_BYTES) throw bodyTooLarge(bytes, config);
  };
  return async (request, response, next) => {
    if (request.is(FORMS)) return next(Object.assign(new Error('A form.'), { type: 'form.refused', status: 415 }));
    // It reads nothing else, and says so by leaving it out.
    if (!request.is('application/json')) return parse(request, response, next);
    const bytes = await bodies.read(request, response, checkLength);
    // All that it looks at.
    const sent: Sent = { headers: request.headers, body: undefined, sent: bytes.length };
    const whole = Object.assign(Readable.from([bytes], { objectMode: false }), sent);
    parse(whole as unknown as Request, response, (error?: unknown) => {
      request.body = whole.body as unknown;
      next(error);
    });
  };
}
