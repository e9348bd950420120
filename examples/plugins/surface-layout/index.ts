import { badInput, definePlugin, defineOwnHead, injectable, Segmenter, type SegmentCall, type SegmentResult } from 'denseql/plugin';

/** In the order of the head's channels. */
const CLASSES = ['sky', 'ground', 'upright'];

const HEAD = 'head.onnx';

interface Options {
  readonly threshold: number;
}

/** Asks the head which class each patch shows. */
@injectable()
class SurfaceLayout implements Segmenter<Options> {
  async segment({ labels, features, compute, options }: SegmentCall<Options>): Promise<SegmentResult> {
    const channels = labels.map((label, index) => {
      const channel = CLASSES.indexOf(label.toLowerCase());
      if (channel >= 0) return channel;
      throw badInput(`labels[${index}]`, `"${label}" is nothing that this head knows: ${CLASSES.join(', ')}.`);
    });

    // Runs in the encoder's process. Names, shapes and numbers are checked against what the manifest states.
    const { shares } = await compute.head({ graph: HEAD, feeds: { features: features.output('dense') }, outputs: ['shares'] });

    // [patches, classes] as the head gives it; a map a label as the task takes it.
    const { rows, columns, frame } = features;
    const cells = rows * columns;
    const maps = new Float32Array(labels.length * cells);
    for (const [label, channel] of channels.entries())
      for (let cell = 0; cell < cells; cell += 1) maps[label * cells + cell] = shares!.data[cell * CLASSES.length + channel]!;

    return {
      form: 'trained head',
      scores: labels.map((_, label) => maps.subarray(label * cells, (label + 1) * cells).reduce((most, value) => Math.max(most, value), 0)),
      maps: { channels: labels.length, rows, columns, frame, data: maps },
      competes: labels.map(() => true),
      threshold: options.threshold,
      refine: 'GUIDED',
    };
  }
}

export default definePlugin({
  name: 'surface-layout',
  version: '1.0.0',
  host: '^2.0.0',
  summary: 'Sky, ground and what stands upright, by a small trained head.',
  needs: { outputs: ['dense'], head: true },
  folder: new URL('.', import.meta.url),
  // `sha256sum head.onnx`, as train.py prints it.
  assets: { [HEAD]: '5e1f497ab06bc826ebef0acadd9d153039429861c87a1540fd93fc3a7796f08c' },
  head: defineOwnHead({
    packs: {
      // The head reads this pack's numbers and no other's. A revision, or a range of its version.
      pocket: {
        revision: '0.4.x',
        graphs: { [HEAD]: { inputs: { features: ['patches', 384] }, outputs: { shares: ['patches', CLASSES.length] } } },
      },
    },
  }),
  schema: new URL('./plugin.graphql', import.meta.url),
  methods: [{ task: Segmenter, key: 'surfaceLayout', use: SurfaceLayout }],
});
