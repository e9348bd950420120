/** First in, first out. Taking the first off a long array moves all the others; here they move once in a thousand times. */
export class Fifo<Item> {
  private items: Item[] = [];
  private head = 0;

  get length(): number {
    return this.items.length - this.head;
  }

  first(): Item | undefined {
    return this.items[this.head];
  }

  last(): Item | undefined {
    return this.length > 0 ? this.items.at(-1) : undefined;
  }

  /** The first so many. */
  upTo(count: number): Item[] {
    return this.items.slice(this.head, this.head + count);
  }

  push(item: Item): void {
    this.items.push(item);
  }

  shift(): Item | undefined {
    if (this.length === 0) return undefined;
    const item = this.items[this.head];
    this.head += 1;
    if (this.head >= 1000 || this.length === 0) {
      this.items = this.items.slice(this.head);
      this.head = 0;
    }
    return item;
  }

  /** @returns whether it was there */
  remove(item: Item): boolean {
    const at = this.items.indexOf(item, this.head);
    if (at >= 0) this.items.splice(at, 1);
    return at >= 0;
  }
}
