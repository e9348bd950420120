import sharp from 'sharp';
import { readGolden } from '../../src/core/packs/golden.js';
import type { Pack } from '../../src/core/packs/load-pack.js';
import { EncoderProcess } from '../../src/core/encoder/process/encoder-process.js';
import { forkChild } from '../../src/core/encoder/process/fork-child.js';
import { graphPaths } from '../../src/core/encoder/process/graph-paths.js';
import { loadCommand } from '../../src/core/encoder/process/load-command.js';
import { PassTimes } from '../../src/core/encoder/process/pass-times.js';
import { proveGolden } from '../../src/core/encoder/process/prove.js';
import type { WorkResult } from '../../src/core/encoder/contract/work.js';
import { deviceWords } from '../../src/core/encoder/process/device-words.js';
import { median } from '../client.js';

export const BATCHES = [1, 4, 16] as const;
/** Passes after those that warm up, of which the median counts; fewer where time is up. */
const PASSES = 10;

export interface MeasuredDevice {
  readonly device: string;
  /** Milliseconds of loading and the first golden passes; null: it cannot be used. */
  readonly startMs: number | null;
  readonly goldenMs: number | null;
  /** Largest difference of a picture's numbers in a batch of 4 and alone, by the largest number of its output. */
  readonly batchDifference: number | null;
  /** Pictures a second by pictures of a pass; null where that many are refused, or time was up. */
  readonly perSecond: readonly (number | null)[];
  readonly problem: string | null;
}

/** Different pictures of one size: a sample, turned and mirrored. */
async function pictures(file: string, width: number, height: number, count: number): Promise<Uint8Array> {
  const size = width * height * 3;
  const all = new Uint8Array(count * size);
  for (let index = 0; index < count; index++) {
    const picture = sharp(file)
      .rotate(90 * (index % 4))
      .flop(index % 8 > 3)
      .modulate({ brightness: 1 - index / 40 });
    const data = await picture.resize(width, height, { fit: 'fill' }).removeAlpha().raw().toBuffer();
    all.set(data, index * size);
  }
  return all;
}

function difference(batch: WorkResult, singles: readonly WorkResult[]): number {
  let furthest = 0;
  for (const [name, { data }] of Object.entries(batch.outputs))
    for (const [index, single] of singles.entries()) {
      const alone = single.outputs[name]!.data;
      const from = index * alone.length;
      const largest = alone.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      for (const [at, value] of alone.entries()) furthest = Math.max(furthest, Math.abs(value - data[from + at]!) / largest);
    }
  return furthest;
}

/** One pack on one device, in the process that a server would start. @param until by `performance.now()`: nothing more is begun then */
export async function measureDevice(
  { folder, manifest }: Pack,
  device: string,
  picture: string,
  threads: number,
  until: number,
): Promise<MeasuredDevice> {
  const life = new EncoderProcess(forkChild(), new PassTimes(), graphPaths(folder));
  const golden = await readGolden(folder, manifest);
  const none = { device, startMs: null, goldenMs: null, batchDifference: null, perSecond: [] };
  try {
    if (!(await life.up()).includes(device)) return { ...none, problem: 'not in this build of the runtime' };
    const from = performance.now();
    await life.load(loadCommand(folder, manifest, device, threads));
    await proveGolden((work) => life.run(work), golden);
    const startMs = performance.now() - from;
    const goldenMs = await proveGolden((work) => life.run(work), golden);
    const side = manifest.image.detail.MEDIUM;
    const step = manifest.image.sizeMultiple;
    const [width, height] = [side, Math.round((0.75 * side) / step) * step];
    const size = width * height * 3;
    const all = await pictures(picture, width, height, Math.max(...BATCHES));
    const pass = (first: number, count: number) =>
      life.run({ type: 'image', pixels: all.subarray(first * size, (first + count) * size), width, height, count });
    const singles: WorkResult[] = [];
    for (let index = 0; index < 4; index++) singles.push(await pass(index, 1));
    const batchDifference = difference(await pass(0, 4), singles);
    const perSecond: (number | null)[] = [];
    for (const count of BATCHES) perSecond.push(await speed(() => pass(0, count), count, until));
    return { device, startMs, goldenMs, batchDifference, perSecond, problem: null };
  } catch (error) {
    return { ...none, problem: deviceWords((error as Error).message, await life.said()) };
  } finally {
    life.kill();
    await life.exited;
  }
}

async function speed(run: () => Promise<WorkResult>, count: number, until: number): Promise<number | null> {
  try {
    const times: number[] = [];
    for (let pass = -2; pass < PASSES && performance.now() < until; pass++) {
      const { milliseconds } = await run();
      if (pass >= 0) times.push(milliseconds);
    }
    return times.length === 0 ? null : (1000 * count) / median(times);
  } catch {
    return null;
  }
}
