import type { ResolverMap } from './assemble/parts.js';
import { heatmapResolvers } from './heatmap.js';
import { maskResolvers } from './mask.js';
import { pictureResolvers } from './picture.js';
import { pluginResolvers } from './plugin.js';
import { queryResolvers } from './query.js';
import { sampleResolvers } from './sample.js';
import { serverResolvers } from './server.js';
import { countResolvers } from './tasks/count.js';
import { segmentationResolvers } from './tasks/segmentation.js';
import { visualResolvers } from './visual.js';

/** Resolvers of the schema that every server has, one entry a concept; `Query` occurs in several. */
export const coreResolvers: readonly ResolverMap[] = [
  queryResolvers,
  visualResolvers,
  pictureResolvers,
  maskResolvers,
  heatmapResolvers,
  sampleResolvers,
  pluginResolvers,
  serverResolvers,
];

/** Resolvers that join with a task's SDL, by the task's name. */
export const taskResolvers: Readonly<Record<string, ResolverMap>> = {
  count: countResolvers,
  segmentation: segmentationResolvers,
};
