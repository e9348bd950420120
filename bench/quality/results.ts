import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../../src/core/project-root.js';
import type { ConceptRow } from './boxes.js';
import type { Figure } from './tally.js';

export interface Measured {
  readonly figures: Readonly<Record<string, Figure>>;
}

/** One run's figures: what `--json` writes and `--base` reads. */
export interface Results extends Measured {
  readonly label: string;
  readonly pack: string;
  readonly method: string;
  /** How many of each were looked at. */
  readonly scenes: number;
  readonly objects: number;
  readonly pictures: number;
  readonly boxes: number;
  /** Of `count`, and how many pictures it was asked about; absent in figures of before. */
  readonly countMethod?: string;
  readonly counts?: number;
  /** How many names there were to choose from. */
  readonly labels: number;
  readonly concepts: number;
  /** The worst first. */
  readonly perConcept: readonly ConceptRow[];
}

/** Numbers to three places; JSON writes null for what is no number. */
export const resultsText = (results: Measured): string =>
  `${JSON.stringify(results, (_, value: unknown) => (typeof value === 'number' ? Math.round(value * 1000) / 1000 : value), 2)}\n`;

const COMMITTED = join(projectRoot(), 'bench', 'quality', 'baseline.json');

/** What to compare with: the file named, or else the base line of the repository where there is one. */
export async function readBase(file: string | undefined): Promise<Results | null> {
  if (file === undefined && !existsSync(COMMITTED)) return null;
  return JSON.parse(await readFile(file ?? COMMITTED, 'utf8')) as Results;
}
