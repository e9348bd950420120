import type { Task } from '../model/tasks';
import type { Layer, View } from '../model/view';
import type { Playground } from './store';

/** The layer that is edited. */
export const activeLayer = ({ layers, active }: View): Layer | undefined => layers[active];

export const taskNamed = ({ start }: Pick<Playground, 'start'>, name: string | undefined): Task | undefined =>
  start?.tasks.find((task) => task.name === name);

/** The task of the layer that is edited. */
export const activeTask = (playground: Pick<Playground, 'start' | 'view'>): Task | undefined =>
  taskNamed(playground, activeLayer(playground.view)?.task);
