import { DenseqlError } from '../../errors.js';

const FIELD = 'source.url: ';

/** Nothing was connected to: pictures by address are off, or this address is not allowed. */
export const urlForbidden = (why: string): DenseqlError => new DenseqlError('URL_FORBIDDEN', `${FIELD}${why}`);

/** An address that is allowed did not give the picture. */
export const urlFailed = (why: string): DenseqlError => new DenseqlError('URL_FAILED', `${FIELD}${why}`);

/** What is wrong with an address that the client did not write says so. */
export const afterRedirect = (error: unknown): unknown =>
  DenseqlError.is(error) && error.code === 'URL_FORBIDDEN' ? urlForbidden(`after a redirect: ${error.message.slice(FIELD.length)}`) : error;
