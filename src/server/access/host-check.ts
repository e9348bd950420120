import type { NextFunction, Request, Response } from 'express';
import { DenseqlError } from '../../core/errors.js';
import { hostName } from './host-names.js';
import { sendError } from '../send-error.js';

type Trusts = (address: string | undefined, hop: number) => boolean;

/** What the request says it was sent to: its `Host`, and where a trusted proxy stands in front, what that was asked as. */
function namedHosts({ app, headers, socket }: Request): readonly (string | undefined)[] {
  const trusted = (app.get('trust proxy fn') as Trusts)(socket.remoteAddress, 0);
  const forwarded = trusted ? (headers['x-forwarded-host'] ?? []) : [];
  // All of them: the first may be what a client wrote, the last what a second proxy did.
  return [headers.host, ...[forwarded].flat().flatMap((hosts) => hosts.split(','))];
}

/** Lets those requests pass whose hosts are all allowed. @param allowed null: any */
export const hostCheck =
  (allowed: ReadonlySet<string> | null) =>
  (request: Request, response: Response, next: NextFunction): void => {
    // One of them is not what a proxy in front has looked at (RFC 9112, section 3.2).
    if ((request.headersDistinct['host'] ?? []).length > 1) return next(Object.assign(new Error('Several Host headers.'), { status: 400 }));
    if (allowed === null) return next();
    const wrong = namedHosts(request).filter((host) => host === undefined || !allowed.has(hostName(host) ?? ''));
    if (wrong.length === 0) return next();
    const said =
      wrong[0] === undefined ? 'The request names no host' : `"${wrong[0].trim().slice(0, 80)}" is no host that this server answers as`;
    response.set('Cache-Control', 'no-store');
    sendError(response, new DenseqlError('HOST_FORBIDDEN', `${said}. DENSEQL_ALLOWED_HOSTS lists those that it does.`));
  };
