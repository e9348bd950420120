import { Counter, definePlugin } from '../../core/index.js';
import { ClipEbc } from './clip-ebc.js';
import { clipEbcConverter } from './converting/clip-ebc-converter.js';
import { clipEbcHead } from './head.js';

export default definePlugin({
  name: 'clip-ebc',
  version: '1.0.0',
  host: '^2.0.0',
  summary: 'Counts by sorting blocks of patches into bins of counts that are described in words.',
  reference: 'arXiv:2403.09281',
  needs: { outputs: ['dense'], text: true },
  head: clipEbcHead,
  converters: [clipEbcConverter],
  schema: new URL('./plugin.graphql', import.meta.url),
  methods: [{ task: Counter, key: 'clipEbc', use: ClipEbc, default: 10 }],
});
