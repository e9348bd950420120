import { webcrypto } from 'node:crypto';

/** SHA-256 as 64 hex digits, computed on a pool thread: 20 MB would hold the event loop for tens of milliseconds. */
export async function sha256(bytes: Uint8Array): Promise<string> {
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes)).toString('hex');
}

const known = new WeakMap<Uint8Array, Promise<string>>();

/** {@link sha256} of bytes that stay as they are: sixty aliases that ask for it have it computed once, and the bytes copied for it once. */
export function contentOf(bytes: Uint8Array): Promise<string> {
  const hash = known.get(bytes) ?? sha256(bytes);
  known.set(bytes, hash);
  return hash;
}
