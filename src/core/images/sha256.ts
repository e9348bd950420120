import { webcrypto } from 'node:crypto';

/** SHA-256 as 64 hex digits, computed on a pool thread: 20 MB would hold the event loop for tens of milliseconds. */
export async function sha256(bytes: Uint8Array): Promise<string> {
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes)).toString('hex');
}
