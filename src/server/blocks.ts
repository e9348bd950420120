const BLOCK_BYTES = 16 * 1024;

/**
 * Bytes that come in pieces, copied together. Pieces as they come would each cost an object, and keep the whole of what was read from the socket in
 * memory: a body in chunks of one byte was measured to take 196 times its size.
 */
export class Blocks {
  private readonly full: Buffer[] = [];
  private last = Buffer.alloc(0);
  private used = 0;

  add(piece: Buffer): void {
    for (let at = 0; at < piece.length;) {
      if (this.used === this.last.length) this.next();
      const copied = piece.copy(this.last, this.used, at);
      this.used += copied;
      at += copied;
    }
  }

  /** All of them, in order. */
  join(): Buffer {
    return Buffer.concat([...this.full, this.last.subarray(0, this.used)]);
  }

  private next(): void {
    if (this.used > 0) this.full.push(this.last);
    this.last = Buffer.allocUnsafeSlow(BLOCK_BYTES);
    this.used = 0;
  }
}
