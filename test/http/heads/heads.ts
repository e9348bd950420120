import { definePlugin, DenseqlError, Segmenter } from '../../../src/core/index.js';
import type { SegmentCall, SegmentResult } from '../../../src/core/index.js';

interface Head {
  readonly graph: string;
  readonly note: string;
}

class Headed implements Segmenter {
  async segment({ features, pack, compute, labels }: SegmentCall<unknown>): Promise<SegmentResult> {
    const head = pack.head as Head | undefined;
    if (head === undefined) throw new DenseqlError('PLUGIN_UNAVAILABLE', `The pack ${pack.name} has no head for this plugin.`);
    const dense = features.output('dense');
    const { rough } = await compute.head({ graph: head.graph, feeds: { features: dense }, outputs: ['rough'] });
    const data = new Float32Array(labels.length * features.rows * features.columns);
    return {
      form: `${head.note}: ${rough?.dims.join()} of ${features.rows} x ${features.columns}, ${features.key.split(':')[0]}`,
      scores: labels.map(() => 0),
      maps: { channels: labels.length, rows: features.rows, columns: features.columns, data, frame: features.frame },
      competes: labels.map(() => true),
      threshold: 0.5,
      refine: 'BILINEAR',
    };
  }
}

/** A plugin whose method runs the head that the pack has for it. */
export default definePlugin({
  name: 'example',
  version: '1.0.0',
  host: '^1.0.0',
  summary: 'Runs a head, for tests.',
  needs: { outputs: ['dense'] },
  schema: new URL('./heads.graphql', import.meta.url),
  methods: [{ task: Segmenter, key: 'headed', use: Headed }],
});
