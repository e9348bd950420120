import type { Point } from '../../core/index.js';
import type { Field } from './field.js';

/** What a form of the method found, before the presence gate. */
export interface Counted {
  /** For Meta.form. */
  readonly form: string;
  /** Things per square pixel; covers the part asked about, perhaps more. */
  readonly density: Field;
  /** Of the total over the part asked about; null where the form has none. */
  readonly variance: number | null;
  /** Inside the part asked about, the most certain first. */
  readonly points: readonly Point[];
  readonly saturated: boolean;
}
