import { AnomalyDetector, definePlugin } from '../../core/index.js';
import { PatchMemory } from './memory.js';

export default definePlugin({
  name: 'anomaly',
  version: '1.0.0',
  host: '^2.0.0',
  summary: 'Finds what is wrong with a part: against pictures of good ones.',
  reference: 'arXiv:2106.08265',
  needs: { outputs: ['dense'] },
  schema: new URL('./plugin.graphql', import.meta.url),
  methods: [{ task: AnomalyDetector, key: 'memory', use: PatchMemory }],
});
