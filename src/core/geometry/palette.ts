/** A colour: red, green and blue, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/**
 * Okabe and Ito's colours without black, most different first, then Paul Tol's "muted" scheme: both are told apart
 * with the common kinds of colour blindness (jfly.uni-koeln.de/color, personal.sron.nl/~pault).
 */
const SAFE: readonly Rgb[] = [
  [230, 159, 0],
  [86, 180, 233],
  [0, 158, 115],
  [213, 94, 0],
  [240, 228, 66],
  [0, 114, 178],
  [204, 121, 167],
  [136, 34, 85],
  [136, 204, 238],
  [153, 153, 51],
  [51, 34, 136],
  [221, 204, 119],
  [68, 170, 153],
  [204, 102, 119],
  [17, 119, 51],
  [170, 68, 153],
];

/**
 * The colour of a label by its place (from 0): the same in every picture and answer. The first 16 are safe for colour-blind
 * eyes; further ones walk hue by the golden angle through four levels of lightness, so that neighbours differ in both.
 */
export function labelColor(index: number): Rgb {
  const safe = SAFE[index];
  if (safe) return safe;
  const step = index - SAFE.length;
  return hslToRgb((step * 137.50776 + 20) % 360, [0.75, 0.55, 0.9][step % 3]!, [0.5, 0.72, 0.34, 0.6][step % 4]!);
}

/** A colour as style sheets have it, e.g. `#e69f00`. */
export const hexColor = (color: Rgb): string => `#${color.map((part) => part.toString(16).padStart(2, '0')).join('')}`;

function hslToRgb(hue: number, saturation: number, lightness: number): Rgb {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const part = (offset: number): number => {
    const k = (offset + hue / 30) % 12;
    return Math.round(255 * (lightness - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return [part(0), part(8), part(4)];
}

/** Moves a colour by `share` in [0, 1] towards another. */
export function mix(color: Rgb, other: Rgb, share: number): Rgb {
  const part = (i: 0 | 1 | 2): number => Math.round(color[i] + (other[i] - color[i]) * share);
  return [part(0), part(1), part(2)];
}

/** Brightness as seen, 0 to 255 (Rec. 601 luma). */
export const luma = ([red, green, blue]: Rgb): number => 0.299 * red + 0.587 * green + 0.114 * blue;
