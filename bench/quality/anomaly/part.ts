import { writeFile } from 'node:fs/promises';
import type { Options } from '../options.js';
import { openProduct, type Product } from '../product.js';
import { progress } from '../progress.js';
import { columns } from '../tables.js';
import { composedKinds, tileKinds, type Kind } from './material.js';
import { measureKind, type KindFigures, type Way } from './measure.js';

const memory = (shots: number): Way => ({ name: `memory, ${shots} normal`, asked: 'by: { memory: { normal: $normal } }', shots });
const ZERO: Way = { name: 'zeroShot', asked: 'by: { zeroShot: {} }', shots: 0 };
const NUMBERS = ['image', 'imageAp', 'imageF1', 'pixel', 'pixelAp', 'pro', 'falseAlarms', 'missed'] as const;
const HEADS = ['image AUROC', 'AP', 'F1-max', 'pixel AUROC', 'AP', 'PRO .3', 'false alarms', 'missed'];

const shown = (value: number): string => (Number.isNaN(value) ? '' : value.toFixed(3));

const mean = (rows: readonly KindFigures[]): KindFigures => ({
  name: `mean of ${rows.length}`,
  ...(Object.fromEntries(NUMBERS.map((key) => [key, rows.reduce((sum, row) => sum + row[key], 0) / rows.length])) as Omit<
    KindFigures,
    'name'
  >),
});

async function measured(product: Product, title: string, kinds: readonly Kind[], way: Way): Promise<readonly KindFigures[]> {
  const say = progress(title, kinds.length);
  const rows: KindFigures[] = [];
  for (const [place, kind] of kinds.entries()) {
    rows.push(await measureKind(product, kind, way));
    say(place + 1);
  }
  const table = [['', ...HEADS], ...[...rows, mean(rows)].map((row) => [row.name, ...NUMBERS.map((key) => shown(row[key]))])];
  process.stdout.write(`\nAnomaly: ${title}\n${columns(table)}\n`);
  return rows;
}

/** Anomaly detection on composed parts and, where there are photographs, on magnetic tiles. Says how to make the parts where they are not there. */
export async function anomalyPart(options: Options): Promise<void> {
  const composed = await composedKinds();
  if (composed === null) {
    process.stdout.write('Anomaly detection was not measured. `bash training/eval/prepare_anomalies.sh` makes the pictures.\n');
    return;
  }
  const product = await openProduct(options.pack);
  try {
    const runs: Record<string, readonly KindFigures[]> = {};
    const kinds = composed.slice(0, options.anomalies);
    for (const way of [memory(4), memory(1), ZERO])
      runs[`composed, ${way.name}`] = await measured(product, `composed parts, ${way.name}`, kinds, way);
    for (const way of [memory(8), ZERO]) {
      const tiles = await tileKinds(Math.max(way.shots, 1));
      if (tiles === null) continue;
      runs[`tiles, ${way.name}`] = await measured(product, `magnetic tiles, ${way.name}`, tiles.slice(0, options.anomalies), way);
    }
    if (options.json !== undefined) await writeFile(`${options.json}.anomaly`, `${JSON.stringify(runs, null, 2)}\n`);
  } finally {
    await product.close();
  }
}
