/**
 * How many values lie within one, itself counted; no further than one beyond `most`. Reading them by the schema takes microseconds each, twice.
 * @param value as JSON.parse gives it
 */
export function countValues(value: unknown, most: number): number {
  const left: unknown[] = [value];
  let count = 0;
  while (left.length > 0 && count <= most) {
    const next = left.pop();
    count += 1;
    if (typeof next !== 'object' || next === null) continue;
    const within: readonly unknown[] = Object.values(next);
    // No further: a list of millions is not taken apart to be told that it is one.
    if (count + left.length + within.length > most) return most + 1;
    for (const member of within) left.push(member);
  }
  return count;
}
