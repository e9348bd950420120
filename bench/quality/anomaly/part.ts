import { writeFile } from 'node:fs/promises';
import type { Options } from '../options.js';
import { openProduct } from '../product.js';
import { progress } from '../progress.js';
import { answering, withHead, type Answering } from '../real/packs.js';
import { columns } from '../tables.js';
import { composedKinds, tileKinds, type Kind } from './material.js';
import { measureKind, type KindFigures, type Way } from './measure.js';

const memory = (shots: number): Way => ({ name: `memory, ${shots} normal`, asked: 'by: { memory: { normal: $normal } }', shots });
const EIGHT = memory(8);
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

type Ask = (kind: Kind, way: Way) => Promise<KindFigures>;

async function measured(ask: Ask, title: string, kinds: readonly Kind[], way: Way): Promise<readonly KindFigures[]> {
  const say = progress(title, kinds.length);
  const rows: KindFigures[] = [];
  for (const [place, kind] of kinds.entries()) {
    rows.push(await ask(kind, way));
    say(place + 1);
  }
  const table = [['', ...HEADS], ...[...rows, mean(rows)].map((row) => [row.name, ...NUMBERS.map((key) => shown(row[key]))])];
  process.stdout.write(`\nAnomaly: ${title}\n${columns(table)}\n`);
  return rows;
}

/** Tiles by the packs whose head has not seen their fold; what no such pack is there for is left out, which is said. */
async function unseenTiles(packs: readonly Answering[], tiles: readonly Kind[]): Promise<readonly KindFigures[]> {
  const known = tiles.filter(({ fold }) => packs.some(({ folds }) => folds.includes(fold!)));
  const ask: Ask = async (kind, way) => {
    const product = await openProduct(packs.find(({ folds }) => folds.includes(kind.fold!))!.pack);
    try {
      return await measureKind(product, kind, way);
    } finally {
      await product.close();
    }
  };
  if (known.length < tiles.length)
    process.stdout.write(
      `\nzeroShot answers ${known.length} of ${tiles.length} folds of tiles: the head that ships has seen the others. training/heads/anomaly.sh makes packs that have not.\n`,
    );
  return measured(ask, 'magnetic tiles, zeroShot', known, ZERO);
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
    const ask: Ask = (kind, way) => measureKind(product, kind, way);
    const kinds = composed.slice(0, options.anomalies);
    for (const way of [memory(4), memory(1), ZERO])
      runs[`composed, ${way.name}`] = await measured(ask, `composed parts, ${way.name}`, kinds, way);
    const tiles = (await tileKinds(EIGHT.shots))?.slice(0, options.anomalies);
    if (tiles !== undefined) {
      runs[`tiles, ${EIGHT.name}`] = await measured(ask, `magnetic tiles, ${EIGHT.name}`, tiles, EIGHT);
      runs[`tiles, ${ZERO.name}`] = await unseenTiles(withHead(answering(options.pack, options.unseen), 'anomaly'), tiles);
    }
    if (options.json !== undefined) await writeFile(`${options.json}.anomaly`, `${JSON.stringify(runs, null, 2)}\n`);
  } finally {
    await product.close();
  }
}
