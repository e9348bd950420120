import { badInput } from '../../core/index.js';

export interface MaskclipOptions {
  readonly logitScale: number | null;
  readonly backgroundPolicy: 'NONE' | 'THRESHOLD' | 'TEXTS';
  readonly threshold: number | null;
  readonly minPresence: number;
  readonly promptDenoising: number;
  readonly smoothing: 'PACK' | 'NONE' | 'AFFINITY';
  readonly affinityThreshold: number;
  readonly affinityTemperature: number;
  readonly affinityBelow: number;
  readonly edges: 'GUIDED' | 'BILINEAR';
}

/** The same as in plugin.graphql (tested): for callers that do not come through the schema. */
export const DEFAULTS: MaskclipOptions = {
  logitScale: null,
  backgroundPolicy: 'TEXTS',
  threshold: null,
  minPresence: 0.5,
  promptDenoising: 0,
  smoothing: 'PACK',
  affinityThreshold: 0.8,
  affinityTemperature: 0.05,
  affinityBelow: 1,
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
  inRange('minPresence', options.minPresence, 0, 1);
  inRange('promptDenoising', options.promptDenoising, 0, 1);
  inRange('affinityThreshold', options.affinityThreshold, -1, 0.99); // a patch must count as like itself, in float32 too
  inRange('affinityTemperature', options.affinityTemperature, 0, 10, true);
  inRange('affinityBelow', options.affinityBelow, 0, 1);
  return options;
}
