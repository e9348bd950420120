import { LRUCache } from 'lru-cache';

/**
 * Which pictures were decoded without a complaint, by content hash and size. A header says nothing about a truncated
 * body, so a picture is decoded before it is answered; what was decoded once need not be again while its features last.
 */
export class ProvenPictures {
  private readonly seen: LRUCache<string, true>;

  /** @param most entries kept; each is some hundred bytes */
  constructor(most = 10_000) {
    this.seen = new LRUCache({ max: most });
  }

  has(key: string): boolean {
    return this.seen.get(key) === true;
  }

  add(key: string): void {
    this.seen.set(key, true);
  }
}
