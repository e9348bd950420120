import { buildQuery } from '../ask/build-query';
import { Failure, problemOf, type Problem } from '../ask/problem';
import { send } from '../ask/send';
import { readAnswer } from '../read/read-answer';
import { set, state, type Part } from './store';

/** Asks what the view says, or what the visitor wrote, and reads the answer. The last answer stays until the next one is there. */
export async function run(): Promise<void> {
  const { start, view, written, running } = state();
  if (!start || !view.source || view.layers.length === 0) return;
  running?.cancel();
  const built = buildQuery(start.schema, start.tasks, view);
  const query = written ?? built.text;
  const controller = new AbortController();
  let mine = { stage: 'The server is working', since: performance.now(), cancel: () => controller.abort() };
  set({ running: mine, problem: null });
  try {
    const { data, problems, cost } = await send<unknown>(query, undefined, controller.signal);
    if (state().running !== mine) return;
    mine = { ...mine, stage: 'Reading the answer' };
    set({ running: mine });
    const parts = await Promise.all(
      built.asks.map(async (ask): Promise<Part[]> => {
        const answer = at(data, ask.path);
        return answer == null ? [] : [{ ...ask, reading: await readAnswer(start.schema, ask.task.type, answer) }];
      }),
    );
    if (state().running !== mine) return;
    const problem = problems[0] ?? null;
    if (parts.flat().length > 0 || (data !== null && problem === null)) set({ answered: { view, query, parts: parts.flat(), cost, data } });
    set({ running: null, problem });
  } catch (error) {
    if (state().running !== mine) return;
    set({ running: null, problem: controller.signal.aborted ? null : asProblem(error) });
  }
}

export function cancel(): void {
  state().running?.cancel();
  set({ running: null });
}

export const asProblem = (error: unknown): Problem =>
  error instanceof Failure
    ? error.problem
    : problemOf({ message: `The page could not read this: ${error instanceof Error ? error.message : String(error)}` });

const at = (data: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (value, key) => (value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[key] : undefined),
    data,
  );
