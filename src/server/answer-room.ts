import { DenseqlError } from '../core/errors.js';
import type { HeldBytes } from './held-bytes.js';

/** Not counted of each answer, so that small ones need no room: what others leave unread must not keep anybody from asking how things are. */
export const FREE_BYTES = 64 * 1024;

/** What one answer takes of the room that all answers have, from its first field until it was read. */
export class AnswerRoom {
  private counted = 0;
  private held = 0;
  private client: string | null = null;
  private released = false;

  /** @param who whose answer it is; asked when there is something to count */
  constructor(
    private readonly unread: HeldBytes,
    private readonly who: () => string,
  ) {}

  /** Counts so many bytes more. @throws OVERLOADED; CANCELLED once it was released */
  hold(bytes: number): void {
    if (this.released) throw new DenseqlError('CANCELLED', 'The client left before its answer was put together.');
    const due = Math.max(0, this.counted + bytes - FREE_BYTES) - this.held;
    if (due > 0) this.unread.hold((this.client ??= this.who()), due);
    this.counted += bytes;
    this.held += Math.max(0, due);
  }

  /** Counts an answer that is complete: what was not counted while it was put together is now. @throws OVERLOADED, CANCELLED */
  settle(bytes: number): void {
    if (bytes > this.counted) this.hold(bytes - this.counted);
  }

  /** Gives all of it back, for good. */
  release(): void {
    this.released = true;
    if (this.held > 0) this.unread.release(this.client!, this.held);
    this.held = 0;
  }
}
