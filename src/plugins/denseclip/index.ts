import { definePlugin, Segmenter } from '../../core/index.js';
import { denseclipConverter } from './converting/denseclip-converter.js';
import { DenseClip } from './denseclip.js';
import { denseclipHead } from './head.js';

export default definePlugin({
  name: 'denseclip',
  version: '1.0.0',
  host: '^2.0.0',
  summary: 'Segmentation by a trained decoder on pixel-text score maps; texts attend to the picture first.',
  reference: 'arXiv:2112.01518',
  needs: { outputs: ['dense'], text: true, head: true },
  head: denseclipHead,
  converters: [denseclipConverter],
  schema: new URL('./plugin.graphql', import.meta.url),
  // By name alone, also where there is a head: a default does not change with what a pack carries.
  methods: [{ task: Segmenter, key: 'denseclip', use: DenseClip }],
});
