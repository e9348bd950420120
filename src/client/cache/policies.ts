import { MERGED_TYPES, POSSIBLE_TYPES, TYPES_WITHOUT_ID } from './schema-facts.generated.js';

/** Which types an interface or a union may be: without it Apollo Client drops what fragments on `Visual` ask for. */
export const possibleTypes: Record<string, string[]> = POSSIBLE_TYPES;

/**
 * For `new InMemoryCache(apolloCache)`. Objects are kept by their `id`; where a query does not ask for one, what two queries say of the same object is still
 * put together, and not overwritten. Lists need ids: nothing else says which item is which.
 */
export const apolloCache: { possibleTypes: Record<string, string[]>; typePolicies: Record<string, { merge: true }> } = {
  possibleTypes,
  typePolicies: Object.fromEntries(MERGED_TYPES.map((name) => [name, { merge: true }])),
};

/** For `cacheExchange({ keys: graphcacheKeys })`: these types have no `id`, and are a part of what they stand in. */
export const graphcacheKeys: Record<string, () => null> = Object.fromEntries(TYPES_WITHOUT_ID.map((name) => [name, () => null]));
