import { readFile } from 'node:fs/promises';
import type { Detected } from './real/detect.js';
import { foundAt, scoreAtFalse } from './real/found.js';

const SCORES = [0.3, 0.4, 0.5, 0.6, 0.65, 0.7];
/** Wrong boxes a picture that a score is looked for at. */
const FALSE = 0.3;

/** What is found, and what is wrong, of answers that --detections, --scene-detections or --voc-detections wrote: at scores, and at .3 wrong boxes a picture. */
export async function foundTable(file: string): Promise<string> {
  const rows = JSON.parse(await readFile(file, 'utf8')) as Detected[];
  const line = (way: string, score: number): string => {
    const { found, false: wrong, absent } = foundAt(rows, way, score);
    return `${way.padEnd(10)} ${score.toFixed(3)}  ${found.toFixed(3)}  ${wrong.toFixed(2).padStart(5)}  ${absent.toFixed(3)}\n`;
  };
  const ways = Object.keys(rows[0]?.ways ?? {});
  const head = `${rows.length} pictures, ${rows.flatMap(({ truth }) => truth).length} things\nway        score  found  false  absent labels with a box\n`;
  return head + ways.map((way) => [...SCORES, scoreAtFalse(rows, way, FALSE)].map((score) => line(way, score)).join('')).join('');
}
