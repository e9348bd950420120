import type { Config } from '../src/core/config.js';
import { decodeRgb } from '../src/core/images/decode.js';
import { encoderSize } from '../src/core/images/encoder-size.js';
import { inspectPicture } from '../src/core/images/inspect.js';
import { pictureLimits } from '../src/core/images/limits.js';
import type { PackManifest } from '../src/core/packs/manifest.js';
import { medianInterval, type Interval } from './against/interval.js';
import { ask, median, timed, upload } from './client.js';
import { LABELS, MASKS, SCORES } from './queries.js';
import type { RawRuntime } from './raw.js';

export interface Latency {
  readonly name: string;
  readonly median: number;
  /** Median of the rounds' ratios to the raw pass of the same round, with its interval; null where a pass is no part of it. */
  readonly ratio: ({ readonly median: number } & Interval) | null;
}

/**
 * Latencies of the bench's query over HTTP on localhost, alternated in one process with the raw runtime.
 *
 * @param pictures 3 x `rounds` distinct JPEGs, after one for warming up
 */
export async function latencies(
  url: string,
  raw: RawRuntime,
  manifest: PackManifest,
  config: Config,
  pictures: readonly Buffer[],
  rounds: number,
): Promise<Latency[]> {
  const times: Record<'raw' | 'coldScores' | 'coldMasks' | 'coldNewTexts' | 'repeatScores' | 'repeatMasks', number[]> = {
    raw: [],
    coldScores: [],
    coldMasks: [],
    coldNewTexts: [],
    repeatScores: [],
    repeatMasks: [],
  };
  const rawPass = async (bytes: Buffer): Promise<number> => {
    const picture = await inspectPicture(bytes, pictureLimits(config));
    const size = encoderSize(picture, 'MEDIUM', manifest.image);
    return raw.pass(await decodeRgb(picture, { ...size, kernel: manifest.image.kernel }), size.width, size.height);
  };
  const [warmUp, ...fresh] = pictures;
  if (warmUp === undefined || fresh.length < rounds * 3) throw new Error('latencies: too few pictures');
  const warmId = await upload(url, warmUp);
  for (let round = 0; round < 3; round++) {
    await ask(url, MASKS, { id: warmId, labels: LABELS });
    await rawPass(warmUp);
  }
  for (let round = 0; round < rounds; round++) {
    const bytes = fresh.slice(round * 3, round * 3 + 3);
    const ids = await Promise.all(bytes.map((one) => upload(url, one)));
    times.raw.push(await rawPass(bytes[0] as Buffer));
    times.coldScores.push(await timed(() => ask(url, SCORES, { id: ids[0], labels: LABELS })));
    times.coldMasks.push(await timed(() => ask(url, MASKS, { id: ids[1], labels: LABELS })));
    times.coldNewTexts.push(await timed(() => ask(url, MASKS, { id: ids[2], labels: LABELS.map((label) => `${label} number ${round}`) })));
    times.repeatScores.push(await timed(() => ask(url, SCORES, { id: ids[1], labels: LABELS })));
    times.repeatMasks.push(await timed(() => ask(url, MASKS, { id: ids[1], labels: LABELS })));
  }
  const row = (name: string, values: number[], againstPass: boolean): Latency => {
    const ratios = values.map((value, round) => value / times.raw[round]!);
    return { name, median: median(values), ratio: againstPass ? { median: median(ratios), ...medianInterval(ratios) } : null };
  };
  return [
    row('raw runtime, one pass', times.raw, true),
    row('cold, scores only (no per-pixel work)', times.coldScores, true),
    row('cold, masks as RLE', times.coldMasks, true),
    row('cold, masks as RLE, five new texts', times.coldNewTexts, true),
    row('repeat, scores only', times.repeatScores, false),
    row('repeat, masks as RLE', times.repeatMasks, false),
  ];
}
