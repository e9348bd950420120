import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/core/config.js';
import { compose } from '../../src/server/compose.js';

/** The queries of docs/anomaly.md by their names. */
const page = readFileSync(new URL('../../docs/anomaly.md', import.meta.url), 'utf8');
const queries = new Map([...page.matchAll(/```graphql\n((?:query|mutation) (\w+)[^]*?)```/g)].map(([, text, name]) => [name!, text!]));

const SIDE = 448;
type Rgb = readonly [number, number, number];

/** A flange with six bolts on a table: a little turned and moved, in another light each time. */
async function flange(number: number, isStained = false): Promise<{ data: string }> {
  const turn = ((((number * 37) % 9) - 4) * Math.PI) / 180;
  const [moved, raised] = [((number * 13) % 7) - 3, ((number * 29) % 7) - 3];
  const light = 1 + (((number * 17) % 11) - 5) / 100;
  const colour = (x: number, y: number): Rgb => {
    const far = Math.hypot(x, y);
    if (isStained && (x / 34) ** 2 + (y + 88) ** 2 / 400 < 1) return [122, 31, 18];
    if (isStained && Math.abs(x + y - 20) < 5 && x > -80 && x < -20) return [16, 16, 16];
    const bolt = Math.min(
      ...[0, 1, 2, 3, 4, 5].map((at) => Math.hypot(x - 110 * Math.cos((at * Math.PI) / 3), y - 110 * Math.sin((at * Math.PI) / 3))),
    );
    if (bolt < 18) return bolt < 14 ? [107, 74, 43] : [44, 29, 16];
    if (far > 152) return [180, 180, 166];
    if (far > 146 || Math.abs(far - 62) < 3) return [63, 69, 76];
    return far < 62 ? [195, 200, 205] : [141, 148, 156];
  };
  const pixels = Buffer.alloc(SIDE * SIDE * 3);
  for (let at = 0; at < SIDE * SIDE; at += 1) {
    const [x, y] = [(at % SIDE) - SIDE / 2 - moved, Math.floor(at / SIDE) - SIDE / 2 - raised];
    const part = colour(x * Math.cos(turn) + y * Math.sin(turn), y * Math.cos(turn) - x * Math.sin(turn));
    part.forEach((value, channel) => (pixels[3 * at + channel] = Math.min(255, Math.round(value * light))));
  }
  const bytes = await sharp(pixels, { raw: { width: SIDE, height: SIDE, channels: 3 } })
    .jpeg({ quality: 92 })
    .toBuffer();
  return { data: bytes.toString('base64') };
}

interface Found {
  readonly isAnomalous: boolean | null;
  readonly score: number;
  readonly threshold: number | null;
  readonly regions: readonly { readonly box: { x: number; y: number; width: number; height: number } }[];
  readonly meta: { readonly encoderRuns: number; readonly notices: readonly unknown[] };
}

describe('the queries of docs/anomaly.md, on the shipped pack', () => {
  let folder: string;
  let app: Awaited<ReturnType<typeof compose>>;
  let good: { data: string }[];
  let fine: { data: string };
  let bad: { data: string };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'denseql-sets-'));
    app = await compose({ ...readConfig({}), SETS_DIR: folder, DEVICE: 'cpu', LOG_LEVEL: 'silent', DEADLINE_MS: 240_000 });
    await app.ready();
    good = await Promise.all(Array.from({ length: 10 }, (_, number) => flange(number)));
    fine = await flange(11);
    bad = await flange(12, true);
  });
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true });
  });

  const run = async <Data>(name: string, variables: object): Promise<Data> => {
    const { data, errors } = await app.execute(queries.get(name)!, { ...variables });
    expect(errors).toBeUndefined();
    return data as Data;
  };

  it('are all tried here', () =>
    expect([...queries.keys()]).toEqual(['Part', 'Parts', 'Keep', 'More', 'Against', 'Kept', 'Stricter', 'AnyWay', 'Without', 'Unsure']));

  // Twelve passes, on whatever else the machine has to do.
  it('raise an alarm for a defect, at the defect, and none for a good part', { timeout: 240_000 }, async () => {
    const { anomaly } = (await run<{ image: { anomaly: Found } }>('Part', { part: bad, good })).image;
    expect(anomaly.isAnomalous).toBe(true);
    expect(anomaly.meta.notices).toEqual([]);
    const { x, y, width, height } = anomaly.regions[0]!.box;
    expect(x < 270 && x + width > 140 && y < 300 && y + height > 110).toBe(true);
    const { image } = await run<{ image: { anomaly: Found } }>('Part', { part: fine, good });
    expect(image.anomaly).toMatchObject({ isAnomalous: false, meta: { encoderRuns: 1 } });
  });

  it('hold many parts against the same good ones', async () => {
    const { images } = await run<{ images: { anomaly: Found }[] }>('Parts', { parts: [fine, bad], good });
    expect(images.map(({ anomaly }) => anomaly.isAnomalous)).toEqual([false, true]);
    expect(images[0]!.anomaly.threshold).toBe(images[1]!.anomaly.threshold);
  });

  it('keep the good parts, and answer against them as against the pictures', async () => {
    const items = good.map((source) => ({ source }));
    const { createReferenceSet: set } = await run<{ createReferenceSet: { id: string } }>('Keep', { good: items.slice(0, 6) });
    const { addToReferenceSet } = await run<{ addToReferenceSet: object }>('More', { set: set.id, good: items.slice(6) });
    expect(addToReferenceSet).toEqual({ id: set.id, size: 10 });
    const { referenceSets } = await run<{ referenceSets: object[] }>('Kept', {});
    expect(referenceSets).toMatchObject([{ id: set.id, name: 'flange, camera 3', encoder: 'pocket', size: 10 }]);
    const { anomaly } = (await run<{ image: { anomaly: Found } }>('Against', { part: bad, set: set.id })).image;
    const byPictures = (await run<{ image: { anomaly: Found } }>('Part', { part: bad, good })).image.anomaly;
    expect([anomaly.score, anomaly.threshold]).toEqual([byPictures.score, byPictures.threshold]);
    expect(anomaly).toMatchObject({ isAnomalous: true, meta: { encoderRuns: 0, notices: [] } });
  });

  it('move the threshold', async () => {
    const { image } = await run<{ image: Record<'careful' | 'eager' | 'broad', Found> }>('Stricter', { part: bad, good });
    expect(image.careful.threshold).toBeGreaterThan(image.eager.threshold!);
    expect(image.broad.isAnomalous).toBe(true);
  });

  it('take a good part that lies another way for a good one', { timeout: 240_000 }, async () => {
    const turned = await sharp(Buffer.from(fine.data, 'base64')).rotate(90).png().toBuffer();
    const onItsSide = { data: turned.toString('base64') };
    const some = good.slice(0, 4);
    const { anomaly } = (await run<{ image: { anomaly: Found } }>('AnyWay', { part: onItsSide, good: some })).image;
    expect(anomaly).toMatchObject({ isAnomalous: false, meta: { encoderRuns: 1 + 3 * some.length } });
  });

  it('answer without good parts', async () => {
    const batch = good.slice(0, 4);
    const scoreOf = async (part: object) =>
      (await run<{ image: { amongMany: Found; byWords: Found } }>('Without', { part, batch })).image.amongMany.score;
    expect(await scoreOf(bad)).toBeGreaterThan(await scoreOf(fine));
  });

  it('say how unsure they are, by samples that a seed gives', async () => {
    interface Unsure {
      readonly image: { readonly anomaly: { uncertainty: { max: number }; map: { max: number }; meta: { form: string; seed: number } } };
    }
    const [first, again] = [await run<Unsure>('Unsure', { part: bad }), await run<Unsure>('Unsure', { part: bad })];
    expect(first.image.anomaly.meta).toEqual({ form: expect.stringMatching(/20 samples$/) as string, seed: 1 });
    expect(first.image.anomaly.uncertainty.max).toBeGreaterThan(0);
    expect(again.image.anomaly.map.max).toBe(first.image.anomaly.map.max);
  });
});
