/** CIE XYZ of D50, the white of Lab, to linear sRGB: the inverse of sRGB's primaries adapted by Bradford (ICC's sRGB profile). */
const TO_SRGB = [
  [3.1338561, -1.6168667, -0.4906146],
  [-0.9787684, 1.9161415, 0.033454],
  [0.0719453, -0.2289914, 1.4052427],
] as const;
const D50 = [0.9642, 1, 0.8249] as const;

const cube = (t: number): number => (t > 6 / 29 ? t ** 3 : 3 * (6 / 29) ** 2 * (t - 4 / 29));
const encode = (linear: number): number => (linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055);

/** L (0 to 100), a and b to sRGB, 0 to 1. What lies outside of sRGB is cut off. */
export function labToSrgb(lightness: number, a: number, b: number): [number, number, number] {
  const y = (lightness + 16) / 116;
  const [xyzX, xyzY, xyzZ] = [D50[0] * cube(y + a / 500), D50[1] * cube(y), D50[2] * cube(y - b / 200)];
  const one = (row: readonly [number, number, number]): number =>
    encode(Math.min(1, Math.max(0, row[0] * xyzX + row[1] * xyzY + row[2] * xyzZ)));
  return [one(TO_SRGB[0]), one(TO_SRGB[1]), one(TO_SRGB[2])];
}
