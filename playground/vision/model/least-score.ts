import { LEAST_SCORES } from './field-names';
import { methodOf, type Task } from './tasks';
import type { Layer, Side } from './view';

/** The score from which on a thing counts as there, by the method's options and the task's arguments; null where the method has one of its own, or none. */
export function leastScore(task: Task, layer: Pick<Layer, 'args'>, side: Side): number | null {
  const values = [...(methodOf(task, side)?.options ?? []), ...task.args]
    .filter(({ name }) => LEAST_SCORES.includes(name))
    .map(({ name, fallback }) => side.options[name] ?? layer.args[name] ?? fallback);
  return values.find((value) => typeof value === 'number') ?? null;
}
