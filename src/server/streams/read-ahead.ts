/**
 * The values of an iterator in their order, several of them asked for at once: while one is put together, the encoder looks at the next.
 * @param ahead how many are under way at most
 */
export async function* readAhead<Value>(values: AsyncIterator<Value>, ahead: number): AsyncGenerator<Value> {
  const asked: Promise<IteratorResult<Value>>[] = [];
  const ask = (): void => {
    const next = values.next();
    // It may fail before its turn comes, or be left when nobody waits any more.
    next.catch(() => undefined);
    asked.push(next);
  };
  try {
    for (let place = 0; place < ahead; place++) ask();
    for (let next = await asked.shift()!; !next.done; next = await asked.shift()!) {
      yield next.value;
      ask();
    }
  } finally {
    void values.return?.().catch(() => undefined);
  }
}
