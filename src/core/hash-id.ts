import { createHash } from 'node:crypto';

/** An id that says what it stands for: the first 128 bits of SHA-256, as 32 hex digits. */
export const hashId = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);
