import { z } from 'zod';
import { defineHead, definePlugin, DenseqlError, Segmenter } from '../../../src/core/index.js';
import type { SegmentCall, SegmentResult } from '../../../src/core/index.js';

const Head = z.object({ graph: z.string(), note: z.string() });
type Head = z.infer<typeof Head>;

const head = defineHead({
  manifest: Head,
  graphs: ({ graph }) => ({ [graph]: { inputs: { features: ['patches', 16] }, outputs: { rough: ['patches', 1] } } }),
});

class Headed implements Segmenter<unknown, Head> {
  async segment({ features, pack, compute, labels }: SegmentCall<unknown, Head>): Promise<SegmentResult> {
    if (pack.head === undefined) throw new DenseqlError('PLUGIN_UNAVAILABLE', `The pack ${pack.name} has no head for this plugin.`);
    const dense = features.output('dense');
    const { rough } = await compute.head({ graph: pack.head.graph, feeds: { features: dense }, outputs: ['rough'] });
    const data = new Float32Array(labels.length * features.rows * features.columns);
    return {
      form: `${pack.head.note}: ${rough?.dims.join()} of ${features.rows} x ${features.columns}, ${features.key.split(':')[0]}`,
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
  host: '^2.0.0',
  summary: 'Runs a head, for tests.',
  needs: { outputs: ['dense'] },
  head,
  schema: new URL('./heads.graphql', import.meta.url),
  methods: [{ task: Segmenter, key: 'headed', use: Headed }],
});
