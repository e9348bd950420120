import { Counter, definePlugin, Detector, Segmenter } from '../../core/index.js';
import { ovdetHead } from './head.js';
import { Instances } from './instances.js';
import { Ovdet } from './ovdet.js';
import { Ovseg } from './ovseg.js';
import { Wholes } from './wholes.js';

export default definePlugin({
  name: 'ovdet',
  version: '1.0.0',
  host: '^2.0.0',
  summary: "Finds whole things of any words, with the picture's own background competing for them.",
  reference: 'arXiv:2410.08645',
  needs: { outputs: ['dense'], text: true },
  head: ovdetHead,
  schema: new URL('./plugin.graphql', import.meta.url),
  methods: [
    { task: Detector, key: 'ovdet', use: Ovdet, default: 10 },
    { task: Counter, key: 'instances', use: Instances },
    { task: Segmenter, key: 'ovseg', use: Ovseg },
    { task: Segmenter, key: 'wholes', use: Wholes },
  ],
});
