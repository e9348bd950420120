import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError } from 'graphql';
import type { GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { DenseqlError } from '../core/errors.js';
import { maskError } from './mask-error.js';
import { isQueryLimit, tokenLimit } from './query-limits.js';

/** Which request an error belongs to: Apollo tells its plugins, and not its formatter. */
export type RequestIds = WeakMap<object, string>;

/**
 * Turns whatever was thrown into what a client may see: typed errors keep code, message and details; errors of GraphQL
 * itself (syntax, validation, variables) stay as they are; everything else is masked, and logged under the request's id.
 */
export function createFormatError(log: Logger, requestIds: RequestIds, maxTokens: number) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const requestId = (typeof error === 'object' && error !== null && requestIds.get(error)) || 'unknown';
    const place = { ...(formatted.locations && { locations: formatted.locations }), ...(formatted.path && { path: formatted.path }) };
    const origin = unwrapResolverError(error);
    if (DenseqlError.is(origin)) {
      if (origin.cause !== undefined) log.warn({ requestId, path: formatted.path, code: origin.code, err: origin.cause }, origin.message);
      return { message: origin.message, ...place, extensions: { code: origin.code, ...origin.details } };
    }
    // Unwrapping takes off one layer, a GraphQLError whose own cause is another kind of error hides that one.
    if (origin instanceof GraphQLError && (!origin.originalError || origin.originalError instanceof GraphQLError)) {
      const extensions = { ...formatted.extensions };
      delete extensions['stacktrace'];
      if (isQueryLimit(extensions)) return { message: formatted.message, ...place, extensions: { ...extensions, code: 'LIMIT_EXCEEDED' } };
      return tokenLimit(formatted, maxTokens) ?? { message: formatted.message, ...place, extensions };
    }
    const { message, code, details } = maskError(log, origin, { requestId, path: formatted.path });
    return { message, ...place, extensions: { code, ...details } };
  };
}
