import { badInput, definePlugin, injectable, Segmenter, type SegmentCall, type SegmentResult } from 'denseql/plugin';

const COLOURS: Readonly<Record<string, readonly [red: number, green: number, blue: number]>> = {
  red: [255, 0, 0],
  orange: [255, 140, 0],
  yellow: [255, 255, 0],
  green: [0, 160, 0],
  blue: [0, 0, 255],
  white: [255, 255, 255],
  black: [0, 0, 0],
};

interface Options {
  readonly tolerance: number;
}

/** The largest distance that two colours can have. */
const FARTHEST = Math.hypot(255, 255, 255);

/** Says for each label and each cell of a grid how much the cell looks like it, 0 to 1. */
@injectable()
class ColourSegmentation implements Segmenter<Options> {
  async segment({ labels, features, look, options }: SegmentCall<Options>): Promise<SegmentResult> {
    const colours = labels.map((label, index) => {
      const colour = COLOURS[label.toLowerCase()];
      if (colour) return colour;
      throw badInput(`labels[${index}]`, `"${label}" is no colour known here: ${Object.keys(COLOURS).join(', ')}.`);
    });

    // The picture on the grid of the encoder's patches: one pixel a patch.
    const { rows, columns, frame } = features;
    const { data: pixels } = await look.pixels({ box: frame, size: { width: columns, height: rows } });

    const cells = rows * columns;
    const maps = new Float32Array(labels.length * cells);
    for (const [label, [red, green, blue]] of colours.entries())
      for (let cell = 0; cell < cells; cell += 1) {
        const [r, g, b] = [pixels[3 * cell]!, pixels[3 * cell + 1]!, pixels[3 * cell + 2]!];
        const distance = Math.hypot(r - red, g - green, b - blue) / FARTHEST;
        maps[label * cells + cell] = Math.max(0, 1 - distance / options.tolerance);
      }

    return {
      form: 'colour distance',
      // How surely a label is there at all: its best cell.
      scores: labels.map((_, label) => maps.subarray(label * cells, (label + 1) * cells).reduce((most, value) => Math.max(most, value), 0)),
      maps: { channels: labels.length, rows, columns, frame, data: maps },
      // Each pixel goes to the label that it looks like most, if it looks like one by more than the threshold.
      competes: labels.map(() => true),
      threshold: 0.3,
      refine: 'GUIDED',
    };
  }
}

export default definePlugin({
  name: 'colour-segmentation',
  version: '1.0.0',
  host: '^2.0.0',
  summary: 'Segmentation by colour.',
  schema: new URL('./plugin.graphql', import.meta.url),
  methods: [{ task: Segmenter, key: 'colourSegmentation', use: ColourSegmentation }],
});
