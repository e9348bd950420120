import { definePlugin, Segmenter } from '../../core/index.js';
import { DenseClip } from './denseclip.js';

export default definePlugin({
  name: 'denseclip',
  version: '1.0.0',
  host: '^1.3.0',
  summary: 'Segmentation by a trained decoder on pixel-text score maps; texts attend to the picture first.',
  reference: 'arXiv:2112.01518',
  needs: { outputs: ['dense'], text: true, head: true },
  schema: new URL('./plugin.graphql', import.meta.url),
  // By name alone, also where there is a head: a default does not change with what a pack carries.
  methods: [{ task: Segmenter, key: 'denseclip', use: DenseClip }],
});
