/**
 * The whole public entry for plugins, built-in or not: whatever is not exported here may change without notice.
 * HOST_VERSION counts its changes.
 */
// The metadata API must be in place before tsyringe is loaded.
import 'reflect-metadata';

export { inject, injectable } from 'tsyringe';

export { definePlugin, type Plugin, type PluginDefinition } from './plugin/define-plugin.js';
export { HOST_VERSION } from './plugin/host-version.js';
export type { MethodRegistration, PluginManifest } from './plugin/plugin.js';
export type { PluginRegistry, RegisteredMethod } from './plugin/registry.js';
export { CONFIG, LOG, REGISTRY, type PluginLog, type Token } from './plugin/tokens.js';

export { Counter, type CountCall, type CountResult } from './tasks/counter.js';
export { Segmenter, type SegmentCall, type SegmentResult } from './tasks/segmenter.js';
export type { TailAttention } from './packs/manifest.js';
export type {
  Compute,
  LabelTexts,
  PackFacts,
  PixelRun,
  Prompts,
  Task,
  TaskCall,
  TextAccess,
  VisualAccess,
  VisualInfo,
} from './tasks/task.js';
export { checkCountResult } from './tasks/check-count-result.js';
export { checkSegmentResult } from './tasks/check-segment-result.js';
export { checkedOutput, type OutputOrigin } from './tasks/checked-output.js';
export { cosines, inverseNorms } from './tasks/cosines.js';
export { softmaxOverChannels, type SoftmaxRequest } from './tasks/softmax.js';
export { presence, topMean } from './tasks/presence.js';
export { breather } from './tasks/breathe.js';

export type { ByteTensor, Features, Tensor } from './encoder/encoder.js';
export { DETAILS, type Detail } from './images/encoder-size.js';
export { partOfGrid, wholeGrid } from './encoder/cut-patches.js';
export { sampleChannel } from './geometry/bilinear.js';
export { fitWithin, intersect, type Box, type Point, type Size } from './geometry/box.js';
export type { ScoreMaps } from './geometry/score-maps.js';
export { slidingWindows, type Windows } from './geometry/sliding-windows.js';
export { CONVERTED_GRAPH, windowFits } from './packs/converted-graph.js';

export type { Config } from './config.js';
export { badInput, DenseqlError, ERROR_CODES, limitExceeded, type ErrorCode } from './errors.js';
