import type { Start } from '../ask/load-start';
import type { Layer, Side } from '../model/view';

/** A layer without what this server lacks; none where its task is unknown. */
export function fitted(layer: Layer, { tasks, encoders }: Pick<Start, 'tasks' | 'encoders'>): Layer[] {
  const task = tasks.find(({ name }) => name === layer.task);
  if (!task) return [];
  const fit = ({ method, encoder, options }: Side): Side => {
    const known = task.methods.find(({ key }) => key === method) ?? (method === null ? task.methods[0] : undefined);
    return {
      method: known && method !== null ? known.key : null,
      encoder: encoders.some(({ name }) => name === encoder) ? encoder : null,
      options: Object.fromEntries(Object.entries(options).filter(([name]) => known?.options.some((option) => option.name === name))),
    };
  };
  const args = Object.fromEntries(Object.entries(layer.args).filter(([name]) => task.args.some((option) => option.name === name)));
  return [
    {
      ...layer,
      args,
      texts: task.words?.many ? layer.texts : layer.texts.slice(0, 1),
      side: fit(layer.side),
      other: layer.other && fit(layer.other),
    },
  ];
}
