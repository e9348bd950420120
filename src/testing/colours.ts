/** What the fake encoder can tell apart without a script. */
const COLOURS: Readonly<Record<string, readonly [number, number, number]>> = {
  red: [1, 0, 0],
  green: [0, 1, 0],
  blue: [0, 0, 1],
  yellow: [1, 1, 0],
  white: [1, 1, 1],
  black: [0, 0, 0],
};
const NAMES = Object.keys(COLOURS);

/** One a colour, and one for whatever names none. */
export const DIMS = NAMES.length + 1;

/** Large for colours that are near: 1 for the colour itself. */
export const colourOfPatch = ([red, green, blue]: readonly [number, number, number]): number[] => [
  ...NAMES.map((name) => {
    const [r, g, b] = COLOURS[name]!;
    return Math.exp(-8 * ((red - r) ** 2 + (green - g) ** 2 + (blue - b) ** 2));
  }),
  1e-3,
];

/** By the first colour that a text names. */
export function colourOfText(text: string): number[] {
  const words = text.toLowerCase().split(/[^a-z]+/);
  const named = NAMES.findIndex((name) => words.includes(name));
  return Array.from({ length: DIMS }, (_, dim) => (dim === (named < 0 ? DIMS - 1 : named) ? 1 : 0));
}
