import type { Response } from 'express';
import { ANYBODY, type Client } from '../../core/client.js';

/** Remembers who sent the request that this answers. */
export function setClient(response: Response, client: Client): void {
  response.locals['client'] = client;
}

/** Who sent the request that this answers; anybody where nobody has looked. */
export const clientOf = (response: Response): Client => (response.locals['client'] as Client | undefined) ?? ANYBODY;
