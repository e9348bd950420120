import { definePlugin, Segmenter } from '../../../src/core/index.js';
import type { SegmentCall, SegmentResult } from '../../../src/core/index.js';

class Breaking implements Segmenter<{ how: string }> {
  segment({ options, labels }: SegmentCall<{ how: string }>): Promise<SegmentResult> {
    switch (options.how) {
      case 'THROW':
        throw new Error('secret of the plugin');
      case 'THROW_TEXT':
        // What a careless plugin does.
        return Promise.reject('secret of the plugin');
      case 'HANG':
        return new Promise(() => undefined);
      case 'NAN':
        return Promise.resolve({
          form: 'f',
          scores: labels.map(() => NaN),
          maps: {
            channels: labels.length,
            rows: 1,
            columns: 1,
            data: new Float32Array(labels.length),
            frame: { x: 0, y: 0, width: 1, height: 1 },
          },
          competes: labels.map(() => true),
          threshold: 0,
          refine: 'BILINEAR',
        });
      default:
        return Promise.resolve({} as SegmentResult);
    }
  }
}

/** A plugin whose method fails in the way that is asked of it. */
export default definePlugin({
  name: 'breaking',
  version: '1.0.0',
  host: '^2.0.0',
  summary: 'Fails, for tests.',
  schema: new URL('./breaking.graphql', import.meta.url),
  methods: [{ task: Segmenter, key: 'breaking', use: Breaking }],
});
