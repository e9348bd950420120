import { methodOf, type Task } from './tasks';
import type { Side } from './view';
import { wordsOf } from './words';

/** What tells one side of a comparison from the other, in a few words. */
export function sideTitle(side: Side, task: Task, other: Side): string {
  const method = methodOf(task, side);
  const parts = [method?.title ?? task.title];
  if (side.encoder !== other.encoder) parts.push(`on ${side.encoder ?? 'the active encoder'}`);
  const changed = Object.entries(side.options).map(
    ([name, value]) => `${wordsOf(name).toLowerCase()} ${typeof value === 'string' ? wordsOf(value).toLowerCase() : JSON.stringify(value)}`,
  );
  if (changed.length > 0 && methodOf(task, other) === method) parts.push(changed.slice(0, 2).join(', '));
  return parts.join(' ');
}
