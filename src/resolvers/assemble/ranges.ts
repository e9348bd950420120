import type { Constraint } from './constraints.js';

/** Whether a number keeps to its bounds. */
export const inRange = (value: number, { min, max, exclusiveMin, exclusiveMax }: Constraint): boolean =>
  !(min !== undefined && value < min) &&
  !(max !== undefined && value > max) &&
  !(exclusiveMin !== undefined && value <= exclusiveMin) &&
  !(exclusiveMax !== undefined && value >= exclusiveMax);

/** Bounds in words, e.g. `0 to 1`, `above 0 and at most 1000`; empty where there are none. */
export function rangeWords({ min, max, exclusiveMin, exclusiveMax }: Constraint): string {
  if (min !== undefined && max !== undefined) return `${min} to ${max}`;
  const low = min !== undefined ? `at least ${min}` : exclusiveMin !== undefined ? `above ${exclusiveMin}` : '';
  const high = max !== undefined ? `at most ${max}` : exclusiveMax !== undefined ? `below ${exclusiveMax}` : '';
  return [low, high].filter((word) => word !== '').join(' and ');
}

/** How many characters a text may have. */
export const lengths = ({ minLength, maxLength }: Constraint): Constraint => ({ min: minLength, max: maxLength });

/** How many items a list may have. */
export const items = ({ minItems, maxItems }: Constraint): Constraint => ({ min: minItems, max: maxItems });
