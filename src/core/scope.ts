import { createHmac } from 'node:crypto';

/** The key of what is kept or shared among operations, so that no other scope finds it. Without a scope: the key as it is. */
export const scopedKey = (scope: string, key: string): string => (scope === '' ? key : `${scope}:${key}`);

/**
 * The name that a client gets for some content: always the same within a scope, and nobody outside it can tell which it would be. Without a scope:
 * the content's hash itself, equal on every server.
 *
 * @param kind what is named: a name of one kind tells none of another
 * @param content SHA-256, hex
 */
export const scopedName = (scope: string, kind: 'upload' | 'picture', content: string): string =>
  scope === '' ? content : createHmac('sha256', scope).update(`${kind}:${content}`).digest('hex');
