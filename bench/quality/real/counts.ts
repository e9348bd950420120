import type { Box } from '../../../src/core/geometry/box.js';
import { spread } from '../counts.js';
import type { Options } from '../options.js';
import { openProduct, type Product } from '../product.js';
import { progress } from '../progress.js';
import { Tally, type Figure } from '../tally.js';
import { countPhotos, type CountPhoto, type CountQuestion } from './counted.js';
import { withHead, type Answering } from './packs.js';

/** Before the keys of all figures of counts in photographs. */
const COUNTS = 'real.counts.';
/** Things that are shown to be counted by. */
const SHOWN = 3;
const FEW = 5;

const QUERY = `query ($id: ID!, $of: String!, $by: CountMethod) {
  image(source: { upload: $id }) { count(of: $of, by: $by) { total } }
}`;

interface Answer {
  readonly image: { readonly count: { readonly total: number } };
}

/** The figures that a question counts for, with its value in each. `how`: word, or shown. */
export function figuresOf(
  source: CountPhoto['source'],
  { of, count }: Pick<CountQuestion, 'of' | 'count'>,
  how: string,
  total: number,
): [string, number][] {
  const error = Math.abs(total - count);
  if (source === 'cells') return [[`cells.${how}`, error / count]];
  if (source === 'crowd') return [[`crowd.${how}.${of}`, error]];
  if (count === 0) return [[`coco.${how}.absent`, total]];
  return count <= FEW ? [[`coco.${how}.few`, error]] : [[`coco.${how}.many`, error / count]];
}

/** What saying the same of every picture would give: one of few, the mean of others. What counting is measured against. */
function constants(photos: readonly CountPhoto[], add: (key: string, photo: CountPhoto, value: number) => void): void {
  for (const source of ['coco', 'cells', 'crowd'] as const) {
    const cases = photos
      .filter((photo) => photo.source === source)
      .flatMap((photo) => photo.questions.map((question) => ({ photo, question })));
    const counted = cases.filter(({ question }) => question.count > 0);
    const many = counted.filter(({ question }) => source !== 'coco' || question.count > FEW);
    const mean = many.reduce((sum, { question }) => sum + question.count, 0) / many.length;
    for (const { photo, question } of counted) {
      const said = source === 'coco' && question.count <= FEW ? 1 : mean;
      for (const [key, value] of figuresOf(source, question, 'constant', said)) add(key, photo, value);
    }
  }
}

/** Examples to count by, taken evenly; null where there are too few to leave something to find. */
const shown = (boxes: readonly Box[]): object[] | null =>
  boxes.length <= FEW ? null : spread(boxes, SHOWN).map((box) => ({ ...box, unit: 'NORMALIZED' }));

async function measurePhoto(
  product: Product,
  { source, file, questions }: CountPhoto,
  add: (key: string, value: number) => void,
): Promise<void> {
  const examples = product.manifest.heads['clip-ebc'] as { readonly examples?: readonly string[] } | undefined;
  const id = await product.upload(file);
  for (const question of questions) {
    const { of, boxes } = question;
    const ask = async (how: string, by: object | null): Promise<void> => {
      const { total } = (await product.ask<Answer>(QUERY, { id, of, by })).image.count;
      for (const [key, value] of figuresOf(source, question, how, total)) add(key, value);
    };
    await ask('word', null);
    await ask('instances', { instances: {} });
    const given = examples?.examples ? shown(boxes) : null;
    if (given) await ask('shown', { clipEbc: { examples: given } });
  }
}

/** Counts in photographs, each answered by the pack that has not seen its fifth, with the default method and options. */
export async function measureRealCounts(
  folder: string,
  packs: readonly Answering[],
  { counted }: Pick<Options, 'counted'>,
): Promise<{ figures: Record<string, Figure>; photographs: number }> {
  const counting = withHead(packs, 'clip-ebc');
  const folds = counting.flatMap((one) => one.folds);
  const all = (await countPhotos(folder)).filter(({ fold }) => folds.includes(fold));
  const looked = (['coco', 'cells', 'crowd'] as const).flatMap((source) =>
    spread(
      all.filter((photo) => photo.source === source),
      counted,
    ),
  );
  const tally = new Tally(looked.length);
  const say = progress('photographs to count in', looked.length);
  let done = 0;
  for (const { pack, folds: own } of counting) {
    const product = await openProduct(pack);
    try {
      for (const photo of looked.filter(({ fold }) => own.includes(fold))) {
        await measurePhoto(product, photo, (key, value) => tally.add(COUNTS + key, looked.indexOf(photo), value));
        say(++done);
      }
    } finally {
      await product.close();
    }
  }
  constants(looked, (key, photo, value) => tally.add(COUNTS + key, looked.indexOf(photo), value));
  return { figures: tally.figures(), photographs: looked.length };
}
