import type { Start } from '../ask/load-start';
import type { Method } from '../model/tasks';
import { textsFor } from '../model/texts-for';
import { LOOK, newLayer, VIEW, type Values } from '../model/view';
import { toAddress } from '../state/to-address';

const PICTURES = 3;

/** The address of a sample that shows a method; null where there are no samples. */
export function exampleOf({ samples, tasks }: Pick<Start, 'samples' | 'tasks'>, method: Method): string | null {
  const task = tasks.find(({ name }) => name === method.task);
  const sample =
    samples.find(({ shows }) => shows[0] === method.task) ?? samples.find(({ shows }) => shows.includes(method.task)) ?? samples[0];
  if (!task || !sample) return null;
  const layer = {
    ...newLayer(task.name, textsFor(task.words, sample.labels)),
    side: { method: method === task.methods[0] ? null : method.key, encoder: null, options: picturesFor(method, samples, sample) },
  };
  return `./${toAddress({ ...VIEW, source: { sample: sample.id }, layers: [layer] }, LOOK)}`;
}

/** Other samples, where a method takes further pictures. */
const picturesFor = ({ options }: Method, samples: Start['samples'], shown: Start['samples'][number]): Values =>
  Object.fromEntries(
    options
      .filter(({ control }) => control.kind === 'pictures')
      .map(({ name }) => [
        name,
        samples
          .filter((one) => one !== shown)
          .slice(0, PICTURES)
          .map(({ id }) => ({ sample: id })),
      ]),
  );
