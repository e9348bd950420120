import type { LinearRef } from '../recipe.js';
import { linear } from './hf-names.js';

/** A bare matrix [in, out], as open_clip keeps projections. */
export const bareProjection = (name: string): LinearRef => ({ weight: { name, transposed: true }, bias: null });

/** torch's MultiheadAttention: queries, keys and values are thirds of `<name>.in_proj_weight` [3 * width, width]. */
export function fusedAttention(name: string, width: number): Record<'query' | 'key' | 'value' | 'out', LinearRef> {
  const third = (index: number): LinearRef => {
    const rows = [index * width, (index + 1) * width] as const;
    return { weight: { name: `${name}.in_proj_weight`, rows }, bias: { name: `${name}.in_proj_bias`, rows } };
  };
  return { query: third(0), key: third(1), value: third(2), out: linear(`${name}.out_proj`) };
}
