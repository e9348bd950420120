import type { AlikeLabels } from '../text/alike-labels.js';
import type { CheckedResult } from './check-result.js';
import type { AnyTask } from './contract.js';

/** Runs the method once, for a question. @param onAlike hears of labels that the tower reads as ones before them; may throw */
export type Attempt = (question: object, onAlike: (alike: readonly AlikeLabels[]) => void) => Promise<CheckedResult>;

class AskedAnew extends Error {}

const labelsOf = ({ labels }: { readonly labels?: unknown }): readonly unknown[] => (Array.isArray(labels) ? labels : []);

/**
 * For each label the place, among those that are asked, of the one that it is asked as: its own, or that of the label before it that reads the same.
 * @returns null where each label is asked by itself
 */
function placesAsked(
  labels: readonly unknown[],
  alike: readonly AlikeLabels[],
): { asked: readonly unknown[]; places: readonly number[] } | null {
  const firsts = new Map<unknown, unknown>(
    alike
      .filter(({ label, first, same }) => same && labels.indexOf(first) >= 0 && labels.indexOf(first) < labels.indexOf(label))
      .map(({ label, first }) => [label, first]),
  );
  const asked = labels.filter((label) => !firsts.has(label));
  if (asked.length === labels.length) return null;
  const askedAs = (label: unknown): unknown => (firsts.has(label) ? askedAs(firsts.get(label)) : label);
  return { asked, places: labels.map((label) => asked.indexOf(askedAs(label))) };
}

/** Whether labels that read the same get one result: of a task that says how, and where no synonym tells them apart. */
export const isShared = (task: Pick<AnyTask, 'forLabels'>, question: object, pair: AlikeLabels): boolean =>
  task.forLabels !== undefined && placesAsked(labelsOf(question), [pair]) !== null;

/** The background of a question without texts that read as a label, or as one before them: they would take what is there from the label; null where there is none. */
export function withoutAlike(question: object, alike: readonly AlikeLabels[]): readonly unknown[] | null {
  const { background } = question as { readonly background?: unknown };
  if (!Array.isArray(background)) return null;
  const labels = labelsOf(question);
  const dropped = new Set(
    alike.flatMap(({ label, first }) => (!labels.includes(label) && (labels.includes(first) || background.includes(first)) ? [label] : [])),
  );
  const kept = (background as readonly string[]).filter((text) => !dropped.has(text));
  return kept.length < background.length ? kept : null;
}

interface Distinct {
  readonly question: object;
  /** As `placesAsked` has them; null where every label is asked by itself. */
  readonly places: readonly number[] | null;
}

function distinctOf(question: object, alike: readonly AlikeLabels[], shares: boolean): Distinct | null {
  const found = shares ? placesAsked(labelsOf(question), alike) : null;
  const background = withoutAlike(question, alike);
  if (found === null && background === null) return null;
  const labels = found && { labels: Object.freeze(found.asked) };
  return {
    question: Object.freeze({ ...question, ...labels, ...(background && { background: Object.freeze(background) }) }),
    places: found?.places ?? null,
  };
}

/**
 * Asks a method for each label once, whatever the client wrote: to a tower that reads `Cat` as it reads `cat` the two are one, and would take what is there from
 * each other, pixels and softmax shares alike. What reads the same shows when the method has its labels' vectors: it is then asked
 * anew, without the later ones, and its result holds for those, too; and without background texts that read as a label. Passes and texts of the first time are known by then.
 */
export async function askDistinct(task: Pick<AnyTask, 'forLabels'>, question: object, attempt: Attempt): Promise<CheckedResult> {
  const { forLabels } = task;
  let distinct: Distinct | null = null;
  try {
    const result = await attempt(question, (alike) => {
      distinct ??= distinctOf(question, alike, forLabels !== undefined);
      if (distinct !== null) throw new AskedAnew('What reads the same is asked once.');
    });
    if (distinct === null) return result;
  } catch (error) {
    // A method may have made another error of it.
    if (distinct === null) throw error;
  }
  const { question: asked, places } = distinct as Distinct;
  const checked = await attempt(asked, () => undefined);
  return places === null ? checked : { ...checked, result: forLabels!(checked.result, places) as object };
}
