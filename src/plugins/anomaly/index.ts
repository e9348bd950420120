import { AnomalyDetector, definePlugin } from '../../core/index.js';
import { anomalyHead } from './head.js';
import { PatchMemory } from './memory.js';
import { Mutual } from './mutual.js';
import { ZeroShot } from './zero-shot.js';

export default definePlugin({
  name: 'anomaly',
  version: '1.1.0',
  host: '^2.0.0',
  summary: 'Finds what is wrong with a part: against pictures of good ones, among many, or by words.',
  reference: 'arXiv:2106.08265',
  needs: { outputs: ['dense', 'global'], text: true },
  head: anomalyHead,
  schema: new URL('./plugin.graphql', import.meta.url),
  methods: [
    { task: AnomalyDetector, key: 'memory', use: PatchMemory },
    { task: AnomalyDetector, key: 'mutual', use: Mutual },
    { task: AnomalyDetector, key: 'zeroShot', use: ZeroShot, default: 10 },
  ],
});
