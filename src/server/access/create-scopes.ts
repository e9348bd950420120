import { createHmac, randomBytes } from 'node:crypto';
import { badInput } from '../../core/errors.js';

/** Shorter ones can be guessed: whoever has it knows the names of everybody's uploads. */
const LEAST_LENGTH = 32;

/**
 * Gives each key's name its scope, 128 bits that tell nothing of it to who lacks the secret.
 * @param secret the setting SECRET; empty: one that nobody knows, until the process ends
 * @throws BAD_INPUT for a short one
 */
export function createScopes(secret: string): (name: string) => string {
  if (secret !== '' && secret.length < LEAST_LENGTH)
    throw badInput(
      'DENSEQL_SECRET',
      `has ${secret.length} ${secret.length === 1 ? 'character' : 'characters'}; ${LEAST_LENGTH} are the least. openssl rand -hex 32 makes one.`,
    );
  const key = secret === '' ? randomBytes(32) : secret;
  return (name) => createHmac('sha256', key).update(name).digest('hex').slice(0, 32);
}
