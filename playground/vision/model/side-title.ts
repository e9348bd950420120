import { methodOf, type Task } from './tasks';
import type { Side } from './view';
import { wordsOf } from './words';

/** What tells one side of a comparison from the other, in a few words. */
export function sideTitle(side: Side, task: Task, other: Side): string {
  const method = methodOf(task, side);
  const parts = [method?.title ?? task.title];
  if (side.encoder !== other.encoder) parts.push(`on ${side.encoder ?? 'the active encoder'}`);
  const changed = Object.entries(side.options).map(([name, value]) => {
    const control = method?.options.find((option) => option.name === name)?.control;
    const title = control?.kind === 'choice' ? control.values.find((one) => one.name === value)?.title : undefined;
    return `${wordsOf(name).toLowerCase()} ${title ?? JSON.stringify(value)}`;
  });
  if (changed.length > 0 && methodOf(task, other) === method) parts.push(changed.slice(0, 2).join(', '));
  return parts.join(' ');
}
