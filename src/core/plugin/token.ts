/** A key of the container with the type of what stands behind it. Registered symbols: equal in every copy of this module. */
export type Token<Value> = symbol & { readonly __value?: Value };

/** The same in every copy of this module. */
export const token = <Value>(name: string): Token<Value> => Symbol.for(`denseql:${name}`);
