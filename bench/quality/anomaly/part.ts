import { writeFile } from 'node:fs/promises';
import type { AnomalyPart, Options } from '../options.js';
import { openProduct } from '../product.js';
import { progress } from '../progress.js';
import { answering, withHead, type Answering } from '../real/packs.js';
import { columns } from '../tables.js';
import { composedKinds, tileKinds, turnedKinds, type Kind } from './material.js';
import { measureKind, type KindFigures, type Way } from './measure.js';

const memory = (shots: number, options = ''): Way => ({
  name: `memory, ${shots} normal${options && `, ${options}`}`,
  asked: `by: { memory: { normal: $normal${options && `, ${options}`} } }`,
  shots,
});
const ZERO: Way = { name: 'zeroShot', asked: 'by: { zeroShot: {} }', shots: 0 };
const MUTUAL: Way = { name: 'mutual, among themselves', asked: 'by: { mutual: { among: $normal } }', shots: 'batch' };
const COMPOSED = [memory(4), memory(1), ZERO];
const VARIED = [memory(1, 'views: 4'), memory(4, 'rotations: QUARTERS')];
const TURNED = [memory(4), memory(4, 'rotations: QUARTERS')];
const MOST_TILES = 50;
const TILES = [memory(8), memory(MOST_TILES)];
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
type Runs = Record<string, readonly KindFigures[]>;

/** A kind by all ways before the next one: its pictures are encoded once. */
async function measured(ask: Ask, title: string, kinds: readonly Kind[], ways: readonly Way[]): Promise<Runs> {
  const say = progress(title, kinds.length);
  const rows: KindFigures[][] = ways.map(() => []);
  for (const [place, kind] of kinds.entries()) {
    for (const [at, way] of ways.entries()) rows[at]!.push(await ask(kind, way));
    say(place + 1);
  }
  for (const [at, way] of ways.entries()) {
    const table = [['', ...HEADS], ...[...rows[at]!, mean(rows[at]!)].map((row) => [row.name, ...NUMBERS.map((key) => shown(row[key]))])];
    process.stdout.write(`\nAnomaly: ${title}, ${way.name}\n${columns(table)}\n`);
  }
  return Object.fromEntries(ways.map(({ name }, at) => [`${title}, ${name}`, rows[at]!]));
}

/** Tiles by the packs whose head has not seen their fold; what no such pack is there for is left out, which is said. */
async function unseenTiles(packs: readonly Answering[], tiles: readonly Kind[]): Promise<Runs> {
  const unseen = new Map(packs.flatMap(({ pack, folds }) => folds.map((fold) => [fold, pack] as const)));
  const known = tiles.filter(({ fold }) => unseen.has(fold!));
  const ask: Ask = async (kind, way) => {
    const product = await openProduct(unseen.get(kind.fold!));
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
  return measured(ask, 'magnetic tiles', known, [ZERO]);
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
    const ask: Ask = (kind, way) => measureKind(product, kind, way);
    const kinds = composed.slice(0, options.anomalies);
    const asked = (part: AnomalyPart): boolean => options.anomalyParts.includes(part);
    const runs: Runs = {};
    if (asked('composed')) Object.assign(runs, await measured(ask, 'composed parts', kinds, COMPOSED));
    if (asked('mutual')) Object.assign(runs, await measured(ask, 'composed parts', kinds, [MUTUAL]));
    if (asked('varied')) Object.assign(runs, await measured(ask, 'composed parts', kinds, VARIED));
    if (asked('turned')) Object.assign(runs, await measured(ask, 'composed parts, turned', turnedKinds(kinds), TURNED));
    const tiles = asked('tiles') ? (await tileKinds(MOST_TILES))?.slice(0, options.anomalies) : undefined;
    if (tiles !== undefined) {
      Object.assign(runs, await measured(ask, 'magnetic tiles', tiles, TILES));
      Object.assign(runs, await unseenTiles(withHead(answering(options.pack, options.unseen), 'anomaly'), tiles));
    }
    if (options.json !== undefined) await writeFile(`${options.json}.anomaly`, `${JSON.stringify(runs, null, 2)}\n`);
  } finally {
    await product.close();
  }
}
