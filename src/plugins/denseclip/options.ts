import { badInput } from '../../core/index.js';

export interface DenseclipOptions {
  readonly threshold: number | null;
  readonly minPresence: number | null;
  readonly edges: 'GUIDED' | 'BILINEAR';
}

/** The same as in plugin.graphql (tested): for callers that do not come through the schema. */
export const DEFAULTS: DenseclipOptions = { threshold: null, minPresence: null, edges: 'GUIDED' };

/** Options with defaults where absent. @throws BAD_INPUT naming the option and its range */
export function readOptions(given: Partial<DenseclipOptions> | null | undefined): DenseclipOptions {
  const set = Object.entries(given ?? {}).filter(([, value]) => value !== undefined);
  const options: DenseclipOptions = { ...DEFAULTS, ...Object.fromEntries(set) };
  for (const name of ['threshold', 'minPresence'] as const) {
    const value = options[name];
    if (value !== null && !(value >= 0 && value <= 1)) throw badInput(`by.denseclip.${name}`, `must be 0 to 1, not ${value}.`);
  }
  return options;
}
