import type { ApolloServerPlugin } from '@apollo/server';
import { isObject } from '../core/is-object.js';

/** A persisted query's hash that is no text is none that anybody knows: Apollo would make a text of it, which fails for some objects. */
export const persistedQueriesPlugin: ApolloServerPlugin = {
  requestDidStart: async ({ request }) => {
    const asked: unknown = request.extensions?.['persistedQuery'];
    if (isObject(asked) && typeof asked['sha256Hash'] !== 'string')
      request.extensions = { ...request.extensions, persistedQuery: { ...asked, sha256Hash: '' } };
  },
};
