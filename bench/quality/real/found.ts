import { matched } from './matched.js';
import type { Detected } from './detect.js';

/** What is answered at a score and above. */
export interface FoundAt {
  /** Of the things that are there, the share that is found. */
  readonly found: number;
  /** Boxes that are of no thing, a picture. */
  readonly false: number;
  /** Of the labels that are not there, the share that has a box. */
  readonly absent: number;
}

/** @param rows answers that `npm run quality -- --detections FILE` wrote @param way e.g. `one` @param least score */
export function foundAt(rows: readonly Detected[], way: string, least: number): FoundAt {
  let [things, found, wrong, absent, boxed] = [0, 0, 0, 0, 0];
  for (const { labels, truth, ways } of rows) {
    const answers = ways[way]!.filter((answer) => answer[5] >= least).sort((a, b) => b[5] - a[5]);
    const taken = matched(
      truth,
      answers.map(([label, ...box]) => ({ label, box: [box[0], box[1], box[2], box[3]] })),
    );
    const present = new Set(truth.map(({ label }) => label));
    const missing = labels.filter((label) => !present.has(label));
    things += truth.length;
    found += taken.size;
    wrong += answers.length - taken.size;
    absent += missing.length;
    boxed += missing.filter((label) => answers.some(([answered]) => answered === label)).length;
  }
  return { found: found / things, false: wrong / rows.length, absent: boxed / absent };
}

/** The lowest score at which no more than so many boxes a picture are wrong, on these pictures. */
export function scoreAtFalse(rows: readonly Detected[], way: string, most: number): number {
  const scores = [...new Set(rows.flatMap(({ ways }) => ways[way]!.map((answer) => answer[5])))].sort((a, b) => b - a);
  let best = Infinity;
  for (const score of scores) {
    // Answers join one after the other, and what is wrong stays wrong but for equal scores.
    if (foundAt(rows, way, score).false > most) break;
    best = score;
  }
  return best;
}
