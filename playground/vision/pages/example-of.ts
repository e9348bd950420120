import type { Start } from '../ask/load-start';
import type { Method } from '../model/tasks';
import { textsFor } from '../model/texts-for';
import { LOOK, newLayer, VIEW } from '../model/view';
import { toAddress } from '../state/to-address';

/** The address of a sample that shows a method; null where there are no samples. */
export function exampleOf({ samples, tasks }: Pick<Start, 'samples' | 'tasks'>, method: Method): string | null {
  const task = tasks.find(({ name }) => name === method.task);
  const sample =
    samples.find(({ shows }) => shows[0] === method.task) ?? samples.find(({ shows }) => shows.includes(method.task)) ?? samples[0];
  if (!task || !sample) return null;
  const layer = {
    ...newLayer(task.name, textsFor(task.words, sample.labels)),
    side: { method: method === task.methods[0] ? null : method.key, encoder: null, options: {} },
  };
  return `./${toAddress({ ...VIEW, source: { sample: sample.id }, layers: [layer] }, LOOK)}`;
}
