import { Readable } from 'node:stream';
import express from 'express';
import type { Request, RequestHandler, Response } from 'express';
import type { Config } from '../core/config.js';
import { DenseqlError, limitExceeded } from '../core/errors.js';
import type { Bodies } from './bodies.js';

/** The body of a GraphQL request is too large. */
export function bodyTooLarge(bytes: number, { MAX_BODY_BYTES }: Pick<Config, 'MAX_BODY_BYTES'>): DenseqlError {
  const { code, message, details } = limitExceeded('MAX_BODY_BYTES', bytes, MAX_BODY_BYTES, 'bytes');
  return new DenseqlError(code, `${message} Send pictures to POST /uploads.`, details);
}

/** Whether anything is sent behind the headers. */
const hasBody = ({ headers }: Pick<Request, 'headers'>): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

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
    // It leaves a body out that there is none of, and Apollo looks at nothing but the address then.
    if (request.method !== 'POST' && !request.is('application/json')) return parse(request, response, next);
    if (request.method === 'POST' && !hasBody(request))
      return next(Object.assign(new Error('No body.'), { type: 'body.missing', status: 400 }));
    // Forms of HTML, too, which a page of another site could have sent.
    if (!request.is('application/json')) return next(Object.assign(new Error('No JSON.'), { type: 'type.refused', status: 415 }));
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
