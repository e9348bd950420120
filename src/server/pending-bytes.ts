import type { Config } from '../core/config.js';
import { DenseqlError } from '../core/errors.js';

export type PendingLimits = Pick<Config, 'PENDING_BYTES' | 'CLIENT_PENDING_BYTES' | 'MAX_UPLOAD_BYTES' | 'MAX_BODY_BYTES'>;

const overloaded = (message: string): DenseqlError => new DenseqlError('OVERLOADED', `${message} Try again.`, { retryAfterMs: 1000 });

/**
 * How many bytes of bodies are held while they come in, of all clients and of each: no client can use up what all have. They count when they come,
 * not when they are announced: a header costs nothing, and would let a few clients reserve everything.
 */
export class PendingBytes {
  private all = 0;
  private readonly ofClients = new Map<string, number>();
  private readonly mostOfAll: number;
  private readonly mostOfOne: number;

  constructor({ PENDING_BYTES, CLIENT_PENDING_BYTES, MAX_UPLOAD_BYTES, MAX_BODY_BYTES }: PendingLimits) {
    // One body that is allowed always fits.
    const largest = Math.max(MAX_UPLOAD_BYTES, MAX_BODY_BYTES);
    this.mostOfAll = Math.max(PENDING_BYTES, largest);
    this.mostOfOne = Math.max(CLIENT_PENDING_BYTES, largest);
  }

  /** @throws OVERLOADED */
  hold(client: string, bytes: number): void {
    const own = (this.ofClients.get(client) ?? 0) + bytes;
    if (own > this.mostOfOne)
      throw overloaded(`Too much of one client is coming in at once (CLIENT_PENDING_BYTES: ${this.mostOfOne} bytes).`);
    if (this.all + bytes > this.mostOfAll) throw overloaded(`Too much is coming in at once (PENDING_BYTES: ${this.mostOfAll} bytes).`);
    this.ofClients.set(client, own);
    this.all += bytes;
  }

  /** Gives back what was held. */
  release(client: string, bytes: number): void {
    const own = (this.ofClients.get(client) ?? 0) - bytes;
    if (own > 0) this.ofClients.set(client, own);
    else this.ofClients.delete(client);
    this.all -= bytes;
  }
}
