import { badInput } from '../../core/index.js';

export type MaskclipForm = 'VALUE' | 'RESIDUAL' | 'SCLIP' | 'CLEARCLIP' | 'NACLIP';

export interface MaskclipOptions {
  readonly form: MaskclipForm | null;
  readonly logitScale: number | null;
  readonly backgroundPolicy: 'NONE' | 'THRESHOLD' | 'TEXTS' | 'OBJECTNESS';
  readonly threshold: number | null;
  readonly objectnessBelow: number;
  readonly minPresence: number;
  readonly promptDenoising: number;
  readonly smoothing: 'PACK' | 'NONE' | 'AFFINITY' | 'KEYS' | 'DINOISER';
  readonly affinityThreshold: number;
  readonly affinityTemperature: number;
  readonly affinityBelow: number;
  readonly dinoiserThreshold: number;
  readonly edges: 'GUIDED' | 'BILINEAR';
}

/** The same as in plugin.graphql (tested): for callers that do not come through the schema. */
export const DEFAULTS: MaskclipOptions = {
  form: null,
  logitScale: null,
  backgroundPolicy: 'TEXTS',
  threshold: null,
  objectnessBelow: 0.99,
  minPresence: 0.5,
  promptDenoising: 0,
  smoothing: 'PACK',
  affinityThreshold: 0.8,
  affinityTemperature: 0.05,
  affinityBelow: 1,
  dinoiserThreshold: 0.2,
  edges: 'GUIDED',
};

function inRange(name: keyof MaskclipOptions, value: number | null, low: number, high: number, open = false): void {
  if (value === null || (value <= high && (open ? value > low : value >= low))) return;
  throw badInput(`by.maskclip.${name}`, `must be ${open ? `above ${low} and at most` : `${low} to`} ${high}, not ${value}.`);
}

/** Options with defaults where absent. @throws BAD_INPUT naming the option and its range */
export function readOptions(given: Partial<MaskclipOptions> | null | undefined): MaskclipOptions {
  const set = Object.entries(given ?? {}).filter(([, value]) => value !== undefined);
  const options: MaskclipOptions = { ...DEFAULTS, ...Object.fromEntries(set) };
  inRange('logitScale', options.logitScale, 0, 1000, true);
  inRange('threshold', options.threshold, 0, 1);
  inRange('objectnessBelow', options.objectnessBelow, 0, 1);
  inRange('minPresence', options.minPresence, 0, 1);
  inRange('promptDenoising', options.promptDenoising, 0, 1);
  inRange('affinityThreshold', options.affinityThreshold, -1, 0.99); // a patch must count as like itself, in float32 too
  inRange('affinityTemperature', options.affinityTemperature, 0, 10, true);
  inRange('affinityBelow', options.affinityBelow, 0, 1);
  inRange('dinoiserThreshold', options.dinoiserThreshold, 0, 1); // below 0, weights could cancel out
  return options;
}
