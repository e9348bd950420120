import { definePlugin, Segmenter } from '../../core/index.js';
import { dinoiserOption } from './compiling/dinoiser-option.js';
import { maskclipHead } from './dinoiser.js';
import { MaskClip } from './maskclip.js';

export default definePlugin({
  name: 'maskclip',
  version: '1.1.0',
  host: '^2.0.0',
  summary: 'Training-free segmentation by text from patch features.',
  reference: 'arXiv:2112.01071',
  needs: { outputs: ['dense'], text: true },
  head: maskclipHead,
  compiledHeads: [dinoiserOption],
  schema: new URL('./plugin.graphql', import.meta.url),
  methods: [{ task: Segmenter, key: 'maskclip', use: MaskClip, default: 10 }],
});
