import {
  breather,
  meanUnit,
  type AnomalyCall,
  type AnomalyDetector,
  type AnomalyResult,
  type Features,
  type ScoreMaps,
} from '../../core/index.js';
import type { ZeroShotOptions } from './options.generated.js';
import { scoreOf } from './score.js';
import { stateTexts } from './state-prompts.js';
import { harmonic, stateScore, windowScores, type StateScore } from './window-scores.js';

type Call = AnomalyCall<ZeroShotOptions>;

/** What a thing is called that nobody named. */
const ANY = 'object';
/** Sides of windows in patches; the whole picture joins them, as in the paper. */
const SIDES = [2, 3];
/** Of crops: what overlaps is averaged. */
const OVERLAP = 0.25;

async function scoreByTexts({ of, text, options, pack }: Call): Promise<StateScore> {
  const { normal, abnormal } = stateTexts(of ?? ANY);
  const vectors = await text.embed([...normal, ...abnormal]);
  const scale = options.temperature === null ? pack.logitScale : 1 / options.temperature;
  return stateScore(meanUnit(vectors.slice(0, normal.length)), meanUnit(vectors.slice(normal.length)), scale);
}

async function mapOf(features: Features, score: StateScore, breathe: () => Promise<void>): Promise<{ whole: number; map: Float32Array }> {
  const whole = score(features.output('global').data);
  const maps: Float32Array[] = [];
  for (const side of SIDES) {
    maps.push(windowScores(features.output('dense'), features.columns, side, score));
    await breathe();
  }
  return { whole, map: harmonic(whole, maps) };
}

/** The picture in so many parts a side, each encoded again: a pass each. What they say is joined with the first look on its grid. */
async function closer(call: Call, map: ScoreMaps, score: StateScore, breathe: () => Promise<void>): Promise<Float32Array> {
  const { windows } = call.options;
  if (windows < 2) return map.data;
  const { x, y, width, height } = call.image.box;
  const side = 1 / (1 + (windows - 1) * (1 - OVERLAP));
  const boxes = Array.from({ length: windows * windows }, (_, at) => ({
    x: x + ((at % windows) / (windows - 1)) * (1 - side) * width,
    y: y + (Math.floor(at / windows) / (windows - 1)) * (1 - side) * height,
    width: side * width,
    height: side * height,
  }));
  const sum = map.data.slice();
  const looks = new Float32Array(sum.length).fill(1);
  for (const features of await call.look.encode(boxes)) {
    const seen = await mapOf(features, score, breathe);
    const { frame, rows, columns } = features;
    for (let cell = 0; cell < sum.length; cell += 1) {
      const across = map.frame.x + (((cell % map.columns) + 0.5) * map.frame.width) / map.columns - frame.x;
      const down = map.frame.y + ((Math.floor(cell / map.columns) + 0.5) * map.frame.height) / map.rows - frame.y;
      if (across < 0 || down < 0 || across >= frame.width || down >= frame.height) continue;
      sum[cell]! += seen.map[Math.floor((down * rows) / frame.height) * columns + Math.floor((across * columns) / frame.width)]!;
      looks[cell]! += 1;
    }
  }
  return sum.map((value, cell) => value / looks[cell]!);
}

/** From no picture of a good one: WinCLIP without pictures to compare with (arXiv:2303.14814), on the dense vectors of one pass. */
export class ZeroShot implements AnomalyDetector<ZeroShotOptions> {
  /** @throws LIMIT_EXCEEDED for texts or passes */
  async findAnomalies(call: Call): Promise<AnomalyResult> {
    const { features, options, signal } = call;
    const breathe = breather(signal);
    const score = await scoreByTexts(call);
    const { whole, map } = await mapOf(features, score, breathe);
    const own: ScoreMaps = { channels: 1, rows: features.rows, columns: features.columns, data: map, frame: features.frame };
    const data = await closer(call, own, score, breathe);
    return {
      form: `compositional prompts (WinCLIP), windows ${options.windows < 2 ? 'pooled' : `encoded, ${options.windows} a side`}`,
      // The paper scores a picture by its class token; its hottest place joins, so that a small defect counts.
      score: (whole + scoreOf(data, options.score)) / 2,
      threshold: null,
      percentile: null,
      map: { ...own, data },
      mapThreshold: null,
      uncertainty: null,
    };
  }
}
