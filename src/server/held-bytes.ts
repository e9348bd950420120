import { DenseqlError } from '../core/errors.js';

/** A number of bytes, and the setting that says so. */
export interface Bound {
  readonly setting: string;
  readonly most: number;
}

/**
 * How many bytes of requests, or of answers, are held at once, of all clients and of each: no client can use up what all have. They count when they are
 * there, not when they are announced: a header costs nothing, and would let a few clients reserve everything.
 */
export class HeldBytes {
  private all = 0;
  private readonly ofClients = new Map<string, number>();

  /**
   * @param what of it is bounded, e.g. `is coming in`
   * @param least so many always fit: a request, or an answer, that is allowed alone
   */
  constructor(
    private readonly bounds: { readonly ofAll: Bound; readonly ofOne: Bound },
    private readonly what: string,
    private readonly least: number,
  ) {}

  /** @throws OVERLOADED */
  hold(client: string, bytes: number): void {
    const { ofAll, ofOne } = this.bounds;
    const own = (this.ofClients.get(client) ?? 0) + bytes;
    this.check(own, ofOne, 'Too much of one client');
    this.check(this.all + bytes, ofAll, 'Too much');
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

  private check(bytes: number, { setting, most }: Bound, much: string): void {
    const allowed = Math.max(most, this.least);
    if (bytes <= allowed) return;
    throw new DenseqlError('OVERLOADED', `${much} ${this.what} at once (${setting}: ${allowed} bytes). Try again.`, { retryAfterMs: 1000 });
  }
}
