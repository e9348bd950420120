import { randomUUID } from 'node:crypto';
import { ApolloServerErrorCode, unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError } from 'graphql';
import type { GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import type { Config } from '../core/config.js';
import { badInput, DenseqlError, limitExceeded } from '../core/errors.js';
import { causeShown } from './cause-shown.js';
import { maskError } from './mask-error.js';
import { isQueryLimit, tokenLimit } from './query-limits.js';
import { wordsOfApollo } from './words-of-apollo.js';

/** Which request an error belongs to: Apollo tells its plugins, and not its formatter. */
export type RequestIds = WeakMap<object, string>;

/** Apollo gives some refusals a status and no code, e.g. of a persisted query whose hash is not its own. */
function isRefused({ extensions }: GraphQLError): boolean {
  const status = (extensions['http'] as { readonly status?: unknown } | undefined)?.status;
  return typeof status === 'number' && status >= 400 && status < 500;
}

const TOO_MANY = /^Too many errors processing variables/;

/** What GraphQL says of itself where the query is at fault, said of the query; null for any other error. */
function inPlainWords(
  { message, extensions }: GraphQLFormattedError,
  { MAX_DEPTH }: Pick<Config, 'MAX_DEPTH'>,
): GraphQLFormattedError | null {
  if (/Maximum call stack size exceeded/.test(message)) {
    const { code, details, message: said } = limitExceeded('MAX_DEPTH', MAX_DEPTH + 1, MAX_DEPTH, 'levels or more');
    return { message: said, extensions: { code, ...details } };
  }
  // Of two fields or fragments that may be one each pair is compared, up to half a million.
  if (message === 'Validation aborted.') {
    const {
      code,
      details,
      message: said,
    } = badInput('query', 'it says the same fields or fragments too often for all of them to be compared. Ask in several queries.');
    return { message: said, extensions: { code, ...details } };
  }
  if (/Too many validation errors/.test(message))
    return { message: 'There are more mistakes in the query than are told. Correct these, and send it again.', extensions };
  return null;
}

/** Characters of a message; GraphQL's own repeat values that were given, and those may have megabytes. */
const LONGEST = 2000;

const brief = (error: GraphQLFormattedError): GraphQLFormattedError =>
  error.message.length > LONGEST ? { ...error, message: `${error.message.slice(0, LONGEST)}… (cut off)` } : error;

/**
 * Turns whatever was thrown into what a client may see: typed errors keep code, message and details; errors of GraphQL
 * itself (syntax, validation, variables) stay as they are; everything else is masked, and logged under the request's id.
 */
export function createFormatError(log: Logger, requestIds: RequestIds, config: Pick<Config, 'MAX_TOKENS' | 'MAX_DEPTH' | 'SHOW_CAUSES'>) {
  const format = (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    // One that no request is known for can be found in the log all the same.
    const requestId = (typeof error === 'object' && error !== null && requestIds.get(error)) || randomUUID();
    const place = { ...(formatted.locations && { locations: formatted.locations }), ...(formatted.path && { path: formatted.path }) };
    const origin = unwrapResolverError(error);
    if (DenseqlError.is(origin)) {
      const { code, message, details, cause } = origin;
      const isPlugins = code === 'PLUGIN_FAILED';
      if (cause !== undefined || isPlugins) log.warn({ requestId, path: formatted.path, code, err: cause }, message);
      const reason = isPlugins && config.SHOW_CAUSES ? causeShown(cause) : null;
      return { message, ...place, extensions: { code, ...details, ...(isPlugins && { requestId }), ...(reason !== null && { reason }) } };
    }
    // Unwrapping takes off one layer, a GraphQLError whose own cause is another kind of error hides that one.
    if (origin instanceof GraphQLError && (!origin.originalError || origin.originalError instanceof GraphQLError)) {
      const extensions = { ...formatted.extensions };
      delete extensions['stacktrace'];
      if (isQueryLimit(extensions)) return { message: formatted.message, ...place, extensions: { ...extensions, code: 'LIMIT_EXCEEDED' } };
      // GraphQL's own last word on variables with many mistakes; it has no code.
      if (TOO_MANY.test(formatted.message))
        return { message: formatted.message, ...place, extensions: { code: ApolloServerErrorCode.BAD_USER_INPUT } };
      const plain = inPlainWords(formatted, config);
      if (plain) return { ...plain, ...place };
      const { code } = extensions;
      // What has no code of its own is nobody's refusal, or one that Apollo gave none.
      if (code === ApolloServerErrorCode.INTERNAL_SERVER_ERROR && isRefused(origin))
        return {
          message: wordsOfApollo(formatted.message),
          ...place,
          extensions: { ...extensions, code: ApolloServerErrorCode.BAD_REQUEST },
        };
      if (code === ApolloServerErrorCode.BAD_REQUEST) return { message: wordsOfApollo(formatted.message), ...place, extensions };
      if (code !== ApolloServerErrorCode.INTERNAL_SERVER_ERROR)
        return tokenLimit(formatted, config.MAX_TOKENS) ?? { message: formatted.message, ...place, extensions };
    }
    const { message, code, details } = maskError(log, origin, { requestId, path: formatted.path });
    return { message, ...place, extensions: { code, ...details } };
  };
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => brief(format(formatted, error));
}
