import type { Task } from './tasks';
import type { Side } from './view';

/** What tells one side of a comparison from the other, in a few words. */
export function sideTitle(side: Side, task: Task, other: Side): string {
  const method = side.method ?? task.methods[0]?.key ?? task.title;
  const parts = [method];
  if (side.encoder !== other.encoder) parts.push(`on ${side.encoder ?? 'the active encoder'}`);
  const changed = Object.entries(side.options).map(
    ([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  if (changed.length > 0 && (other.method ?? task.methods[0]?.key) === method) parts.push(changed.slice(0, 2).join(', '));
  return parts.join(' ');
}
