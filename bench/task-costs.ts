import { medianInterval, type Interval } from './against/interval.js';
import { ask, median, timed, upload, type GraphqlAnswer } from './client.js';
import { EMBEDDING, LABELS_OF_CAT, TASKS } from './queries.js';

/** What a query costs beside the pass that it takes. */
export interface TaskCost {
  readonly name: string;
  readonly median: number;
  /** Median of the pairs' ratios to `embedding` of another new picture, asked in the same round. */
  readonly ratio: number;
  readonly interval: Interval;
  /** The forms of the methods that ran. */
  readonly forms: readonly string[];
}

/** Pictures that a round takes, each new to the server. */
export const PICTURES_OF_ROUND = 1 + TASKS.length;
export const WARM_UP_ROUNDS = 2;

const formsIn = ({ data }: GraphqlAnswer): string[] =>
  Object.values(data?.['image'] ?? {}).flatMap((field: { readonly meta?: { readonly form: string } }) => field.meta?.form ?? []);

/**
 * Every task and `embedding` over HTTP, once a round; the order turns around from round to round.
 * @param pictures PICTURES_OF_ROUND x (WARM_UP_ROUNDS + `rounds`), distinct
 * @throws Error when a query took another number of passes than one
 */
export async function taskCosts(url: string, pictures: readonly Buffer[], rounds: number): Promise<TaskCost[]> {
  const left = [...pictures];
  const asked = [{ name: 'embedding', query: EMBEDDING }, ...TASKS].map((task) => ({
    ...task,
    times: [] as number[],
    forms: new Set<string>(),
  }));
  for (let round = -WARM_UP_ROUNDS; round < rounds; round += 1) {
    for (const { name, query, times, forms } of round % 2 === 0 ? asked : [...asked].reverse()) {
      const id = await upload(url, left.pop()!);
      let answer: GraphqlAnswer = {};
      const time = await timed(async () => (answer = await ask(url, query, { id, labels: LABELS_OF_CAT })));
      const passes = answer.extensions?.denseql?.encoderRuns;
      if (passes !== 1) throw new Error(`${name} took ${passes} passes, not one.`);
      for (const form of formsIn(answer)) forms.add(form);
      if (round >= 0) times.push(time);
    }
  }
  const alone = asked[0]!.times;
  return asked.map(({ name, times, forms }) => {
    const ratios = times.map((time, round) => time / alone[round]!);
    return { name, median: median(times), ratio: median(ratios), interval: medianInterval(ratios), forms: [...forms] };
  });
}

/** As rows of a table: what, milliseconds, ratio with its interval, forms. */
export const costRows = (costs: readonly TaskCost[]): string[] =>
  costs.map(({ name, median: ms, ratio, interval: { low, high }, forms }, index) => {
    const beside = index === 0 ? '1' : `${ratio.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
    return `| ${name} | ${ms.toFixed(0)} | ${beside} | ${forms.join(', ')} |`;
  });
