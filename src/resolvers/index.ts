import type { ResolverMap } from './assemble/parts.js';
import { geometryResolvers } from './geometry.js';
import { heatmapResolvers } from './heatmap.js';
import { maskResolvers } from './mask.js';
import { pictureResolvers } from './picture.js';
import { pluginResolvers } from './plugin.js';
import { queryResolvers } from './query.js';
import { referenceSetResolvers } from './reference-set.js';
import { sampleResolvers } from './sample.js';
import { serverResolvers } from './server.js';
import { subscriptionResolvers } from './subscription.js';
import { visualResolvers } from './visual.js';

/** Resolvers of the schema that every server has, one entry a concept; `Query` occurs in several. */
export const coreResolvers: readonly ResolverMap[] = [
  queryResolvers,
  subscriptionResolvers,
  referenceSetResolvers,
  visualResolvers,
  pictureResolvers,
  geometryResolvers,
  maskResolvers,
  heatmapResolvers,
  sampleResolvers,
  pluginResolvers,
  serverResolvers,
];
