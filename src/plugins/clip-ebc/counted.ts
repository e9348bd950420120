import type { Point } from '../../core/index.js';
import type { Field } from './field.js';

/** What a form of the method found, before the presence gate. */
export interface Counted {
  /** For Meta.form. */
  readonly form: string;
  /** Things per square pixel; covers the part asked about, perhaps more. */
  readonly density: Field;
  /** Of the count, per square pixel, on the density's grid; null where the form has none. */
  readonly variance: Field | null;
  /** Inside the part asked about, the most certain first; null where the density says all that is known. */
  readonly points: readonly Point[] | null;
  readonly saturated: boolean;
  /** How sure the form itself is that the label is there, 0 to 1; absent where the pack's calibration has to say it. */
  readonly presence?: number;
}
