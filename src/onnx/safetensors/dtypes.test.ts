import { describe, expect, it } from 'vitest';
import { floatToHalf, halfToFloat, toFloats } from './dtypes.js';

describe('numbers of less than 32 bits', () => {
  it('become the same float and back, for all halves', () => {
    for (let bits = 0; bits < 65536; bits += 1) {
      const value = halfToFloat(bits);
      if (Number.isNaN(value)) expect(Number.isNaN(halfToFloat(floatToHalf(value)))).toBe(true);
      else expect(floatToHalf(value)).toBe(bits);
    }
  });

  it.each([
    ['a tie to the even one below', 1 + 2 ** -11, 0x3c00],
    ['a tie to the even one above', 1 + 3 * 2 ** -11, 0x3c02],
    ['just over a tie', 1 + 2 ** -11 + 2 ** -20, 0x3c01],
    ['up into the next exponent', 1.9999, 0x4000],
    ['below the smallest normal', 2 ** -15, 0x0200],
    ['the smallest of all', 2 ** -24, 0x0001],
    ['half of it, to zero', 2 ** -25, 0x0000],
    ['over half of it', 1.5 * 2 ** -25, 0x0001],
    ['the largest', 65504, 0x7bff],
    ['beyond the largest', 65520, 0x7c00],
    ['far beyond', -1e30, 0xfc00],
  ])('are rounded: %s', (_, value, bits) => {
    expect(floatToHalf(value)).toBe(bits);
  });

  it('are widened as bfloat16 by their place', () => {
    expect(Array.from(toFloats('BF16', new Uint8Array([0x80, 0x3f, 0x20, 0xc1])))).toEqual([1, -10]);
  });
});
