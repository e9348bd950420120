import type { Words } from './tasks';

/** What a task is asked with about a picture that shows these things: all of them where it takes several, the first where it takes one. */
export function textsFor(words: Words | null, labels: readonly string[]): readonly string[] {
  if (!words || words.optional) return [];
  return words.many ? labels : labels.slice(0, 1);
}
