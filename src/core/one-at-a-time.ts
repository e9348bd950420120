const nothing = (): void => undefined;

/** Work of one key runs in the order in which it came, one after the other; that of different keys side by side. */
export class OneAtATime<Key> {
  private readonly last = new Map<Key, Promise<void>>();

  /** @returns what the work gives, or its failure, which is its own: what comes next runs all the same */
  run<Value>(key: Key, work: () => Promise<Value>): Promise<Value> {
    const run = (this.last.get(key) ?? Promise.resolve()).then(work);
    const over = run.then(nothing, nothing).then(() => {
      if (this.last.get(key) === over) this.last.delete(key);
    });
    this.last.set(key, over);
    return run;
  }
}
