import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../../../src/core/project-root.js';
import type { Options } from '../options.js';
import { commandOf } from '../options.js';
import type { Measured } from '../results.js';
import { resultsText } from '../results.js';
import { columns, markdown, sectionTable } from '../tables.js';
import { measureRealCounts } from './counts.js';
import { measureReal } from './measure.js';
import { answering } from './packs.js';
import { photosFolder } from './photos.js';
import { REAL_SECTIONS } from './sections.js';

/** One run's figures of real photographs. */
interface RealRun extends Measured {
  readonly label: string;
  readonly photographs: number;
  /** Photographs that were counted in. */
  readonly counted?: number;
  readonly folds: readonly number[];
}

const HERE = join(projectRoot(), 'bench', 'quality', 'real');
const HOW_TO_GET_THEM =
  'Photographs are not part of the project. `python training/ground/fetch.py --photos clone` gets them, `--photos FOLDER` takes a folder (training/README.md).';

/** Real photographs: printed, and with --write the page docs/quality-real.md. Says how to get them where they are not there. */
export async function realPart(options: Options): Promise<void> {
  const folder = photosFolder();
  if (folder === null) {
    process.stdout.write(`Real photographs were not measured. ${HOW_TO_GET_THEM}\n`);
    return;
  }
  const packs = answering(options.pack, options.unseen);
  // Detections alone need no boxes and nothing to count.
  const looked = options.detections === undefined ? options : { ...options, boxed: 0, counted: 0 };
  const { detected, ...named } = await measureReal(folder, packs, looked);
  const counts = await measureRealCounts(folder, packs, looked);
  const run: RealRun = {
    label: options.label ?? options.pack ?? 'the shipped pack',
    ...named,
    figures: { ...named.figures, ...counts.figures },
    counted: counts.photographs,
  };
  if (options.detections !== undefined) await writeFile(options.detections, JSON.stringify(detected));
  const base = await readRealBase();
  const tables = REAL_SECTIONS.map((section) => ({ ...section, table: sectionTable(section, run, base) }));
  for (const { title, table } of tables) if (table.length > 0) process.stdout.write(`\n${title}\n${columns(table)}\n`);
  if (options.json !== undefined) await writeFile(`${options.json}.real`, resultsText(run));
  if (!options.write) return;
  const sections = tables.map(({ title, text, table }) => `## ${headed(title)}\n\n${text}\n\n${markdown(table)}\n`);
  const notes = await readFile(join(HERE, 'notes.md'), 'utf8');
  const page = `${head(run, base, commandOf({ ...options, realOnly: true }))}\n${sections.join('\n')}\n${notes}`;
  await writeFile(join(projectRoot(), 'docs', 'quality-real.md'), page);
}

/** "Real photographs: masks" on a page that is about nothing else. */
const headed = (title: string): string => title.replace(/^Real photographs: (.)/u, (_, first: string) => first.toUpperCase());

async function readRealBase(): Promise<RealRun | null> {
  const file = join(HERE, 'baseline.json');
  return existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as RealRun) : null;
}

const head = (
  { label, photographs, counted, folds }: RealRun,
  base: RealRun | null,
  command: string,
): string => `# Quality on real photographs

Written by \`${command}\`.

Photographs of training/eval/real, each answered by weights that have not seen its fifth; the pack that ships has not seen fifth 0.

- Run: ${label}, detail MEDIUM; ${photographs} photographs of the fifths ${folds.join(', ')}, counts in ${counted} more
${base ? `- Base line: ${base.label}, ${base.photographs} photographs of the fifths ${base.folds.join(', ')}\n` : ''}- 95 %: bootstrap over photographs, 1000 draws. n: the cases behind a figure
`;
