import { describe, expect, it } from 'vitest';
import { boundaryF, outline } from './boundary.js';

const sides = { width: 1024, height: 40 };
const box = (x: number, y: number, width: number, height: number): Uint8Array =>
  Uint8Array.from({ length: sides.width * sides.height }, (_, at) => {
    const [u, v] = [at % sides.width, Math.floor(at / sides.width)];
    return Number(u >= x && u < x + width && v >= y && v < y + height);
  });
const size = (mask: Uint8Array): number => mask.reduce((sum, value) => sum + value, 0);

describe('boundaries', () => {
  it('are the pixels of a mask beside others, without the border of the picture', () => {
    // By hand: 10 x 6 has 2 * 10 + 2 * 4 pixels around; in a corner only the right column and the lower row.
    expect(size(outline(box(100, 10, 10, 6), sides))).toBe(28);
    expect(size(outline(box(0, 0, 10, 6), sides))).toBe(15);
    expect(size(outline(box(0, 0, 1024, 40), sides))).toBe(0);
  });

  it('agree within 2 px at 1024 and not beyond', () => {
    const truth = box(100, 10, 20, 20);
    expect(boundaryF(truth, truth, sides)).toBe(1);
    expect(boundaryF(box(102, 10, 20, 20), truth, sides)).toBe(1);
    // 3 px aside: of 76 pixels 19 of each horizontal edge lie within 2 px of the other's, and 2 at each end of the one side that is over it.
    expect(boundaryF(box(103, 10, 20, 20), truth, sides)).toBeCloseTo((2 * 19 + 2 * 2) / 76, 9);
  });

  it('have no agreement where one is missing and none to speak of where both are', () => {
    expect(boundaryF(box(0, 0, 0, 0), box(100, 10, 20, 20), sides)).toBe(0);
    expect(boundaryF(box(100, 10, 20, 20), box(0, 0, 0, 0), sides)).toBe(0);
    expect(boundaryF(box(0, 0, 0, 0), box(0, 0, 0, 0), sides)).toBeNaN();
  });
});
