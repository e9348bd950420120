import { expect } from 'vitest';
import { cosine } from '../../src/core/math/cosine.js';
import type { Outputs } from './both-devices.js';

/** What fp32 on two devices is held to; 4e-6 of the largest number was measured. */
const LEAST_COSINE = 0.99999;
const FURTHEST = 2e-5;

/** Every output of one device is that of the other, number by number. */
export function expectAlike(found: Outputs, expected: Outputs): void {
  expect(Object.keys(found)).toEqual(Object.keys(expected));
  for (const [name, values] of Object.entries(expected)) {
    const other = found[name]!;
    expect(other.length, name).toBe(values.length);
    expect(cosine(other, values), name).toBeGreaterThanOrEqual(LEAST_COSINE);
    let [largest, furthest] = [0, 0];
    for (const [index, value] of values.entries()) {
      largest = Math.max(largest, Math.abs(value));
      furthest = Math.max(furthest, Math.abs(value - other[index]!));
    }
    // NaN fails: it is never less.
    expect(furthest / largest, name).toBeLessThan(FURTHEST);
  }
}
