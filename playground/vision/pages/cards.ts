import type { Start } from '../ask/load-start';
import type { Task } from '../model/tasks';
import { textsFor } from '../model/texts-for';

type Sample = Start['samples'][number];

export interface CardOf {
  readonly sample: Sample;
  readonly task: Task;
  /** What is asked. */
  readonly texts: readonly string[];
}

const CARDS = 3;
/** Pictures that show much at first sight come first, where the server has them. */
const TELLING = ['mountain-path', 'mechanics', 'fig-bowl'];

/** Three samples that show the tasks of this server: further tasks once each, the first one with what is left. */
export function cardsOf({ samples, tasks }: Pick<Start, 'samples' | 'tasks'>): CardOf[] {
  const ordered = [
    ...TELLING.flatMap((id) => samples.filter((sample) => sample.id === id)),
    ...samples.filter(({ id }) => !TELLING.includes(id)),
  ];
  const others = tasks.slice(1, CARDS);
  const wanted = [...Array.from({ length: CARDS - others.length }, () => tasks[0]), ...others].filter((task) => task !== undefined);
  const used = new Set<Sample>();
  return wanted.flatMap((task): CardOf[] => {
    const free = ordered.filter((sample) => !used.has(sample));
    // What a sample shows first it shows best.
    const sample = free.find(({ shows }) => shows[0] === task.name) ?? free.find(({ shows }) => shows.includes(task.name)) ?? free[0];
    if (!sample) return [];
    used.add(sample);
    return [{ sample, task, texts: textsFor(task.words, sample.labels) }];
  });
}
