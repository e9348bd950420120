/**
 * The whole public entry for plugins, built-in or not: whatever is not exported here may change without notice.
 * HOST_VERSION counts its changes.
 */
// The metadata API must be in place before tsyringe is loaded.
import 'reflect-metadata';

export { inject, injectable, singleton } from 'tsyringe';

export { definePlugin, type Plugin, type PluginDefinition } from './plugin/define-plugin.js';
export { HOST_VERSION } from './plugin/host-version.js';
export type { CompiledHead, WriteHeadCall, WrittenHead } from './plugin/compiled-head.js';
export type { ConvertCall, Converted, Converter, ConverterOption } from './plugin/converter.js';
export type { MethodRegistration, PluginContainer, PluginManifest, ProvidedPart } from './plugin/plugin.js';
export type { AssetOwner } from './assets/asset-owner.js';
export type { EncoderStores, Store } from './encoder/store/store.js';
export type { ListedMethod, MethodList } from './plugin/method-list.js';
export type { PluginConfig } from './plugin/plugin-config.js';
export { CLOCK, CONFIG, ENCODER, LOG, REGISTRY, SETTINGS, SOURCES, STORES, type PluginLog } from './plugin/tokens.js';
export type { Clock } from './clock.js';
export type { NamedSource, PictureSource } from './call/plugin-sources.js';
export type {
  EncodedText,
  EncodePromptRequest,
  EncodeImageRequest,
  EncodeImageResult,
  Encoder,
  EncoderState,
  EncoderStatus,
  PassFeatures,
  RunGraphRequest,
  TokenCount,
} from './encoder/contract/encoder.js';
export type { Token } from './plugin/token.js';

export type { About } from './call/about.js';
export type { Ahead, AnyTask, Answered, Ask, AskedVisual, By, MethodResult, RegionLook, Task, TaskCall } from './call/contract.js';
export { defineTask, type TaskDefinition } from './call/define-task.js';
export type { Compute, HeadRun } from './call/compute.js';
export { batched } from './math/own-tensor.js';
export { defineOwnHead, type OwnHead, type OwnHeadPack } from './call/own-head.js';
export { defineHead, type GraphContract, type HeadContract, type Shape } from './call/head-contract.js';
export type { Look } from './call/look.js';
export type { MaskedPart } from './call/masked-passes.js';
export type { Meta } from './call/meta.js';
export type { Nearest } from './call/nearest.js';
export type { Notice, NoticeCode, Said } from './call/notices.js';
export type { PackFacts } from './call/pack-facts.js';
export type { PixelRun } from './call/pixel-passes.js';
export type { ReferenceSet } from './call/reference-set.js';
export type { ReferenceItem } from './references/reference-set.js';
export type { TextAccess } from './call/text-access.js';

export { AnomalousRegionAnswer, AnomalyAnswer, AnomalyDetector } from './tasks/anomaly/answer.js';
export { checkAnomalyResult } from './tasks/anomaly/check.js';
export { mapOfPart } from './tasks/anomaly/map-of-part.js';
export type { AnomalyAsked, AnomalyCall, AnomalyQuestion, AnomalyResult } from './tasks/anomaly/contract.js';
export { Counter, CountAnswer } from './tasks/count/answer.js';
export { checkCountResult } from './tasks/count/check.js';
export type { CountAsked, CountCall, CountQuestion, CountResult } from './tasks/count/contract.js';
export { DetectedObjectAnswer, DetectionAnswer, Detector, type ScoredText } from './tasks/detection/answer.js';
export { checkDetectResult } from './tasks/detection/check.js';
export type { DetectAsked, DetectCall, DetectedThing, DetectQuestion, DetectResult } from './tasks/detection/contract.js';
export { SegmentAnswer, SegmentationAnswer, Segmenter } from './tasks/segmentation/answer.js';
export { checkSegmentResult } from './tasks/segmentation/check.js';
export type { SegmentAsked, SegmentCall, SegmentQuestion, SegmentResult } from './tasks/segmentation/contract.js';

export { breather } from './math/breathe.js';
export { cellSpan, type CellSpan } from './math/cell-span.js';
export { cosineMaps } from './math/cosine-maps.js';
export { cosines, inverseNorms } from './math/cosines.js';
export { meanUnit } from './math/mean-unit.js';
export { presence, presenceOf, topMean } from './math/presence.js';
export { sigmoid } from './math/sigmoid.js';
export { unitRows } from './math/unit-rows.js';
export { breathingSoftmax, softmaxOverChannels, type SoftmaxRequest } from './math/softmax.js';
export type { ByteTensor, Tensor } from './math/tensor.js';

export { checkText, checkTexts } from './text/check-texts.js';
export { checkBackground, checkLabels, type TextLimits } from './text/labels.js';
export type { LearnedPrompt } from './text/learned-prompt.js';
export { checkPrompts, type LabelTexts, type Prompts } from './text/prompts.js';

export type { Drawing } from './visual/drawing.js';
export type { HeatmapAnswer } from './visual/heatmap-answer.js';
export type { LabelMapAnswer, MaskAnswer, Masks, MasksRequest } from './visual/masks.js';
export type { PartAnswer } from './visual/part-answer.js';
export type { VisualInfo } from './visual/visual-info.js';

export type { Features } from './visual/features.js';
export { TURNS, type Turn } from './geometry/quarter-turns.js';
export { DETAILS, type Detail } from './images/encoder-size.js';
export type { ImageSourceInput } from './images/picture.js';
export { partOfGrid, wholeGrid } from './visual/cut-patches.js';
export { sampleChannel } from './geometry/bilinear.js';
export { regionBox, type BoxRequest } from './visual/region-box.js';
export { boxCells, type Grid } from './geometry/box-cells.js';
export { textsWithExamples, type Example } from './call/examples.js';
export { fitWithin, intersect, type Box, type Point, type Size } from './geometry/box.js';
export type { ScoreMaps } from './geometry/score-maps.js';
export { slidingWindows, type Windows } from './geometry/sliding-windows.js';
export { convertedHead, type ConvertedHead } from './packs/converted-head.js';
export type { TailAttention } from './packs/manifest.js';

export { badInput, DenseqlError, ERROR_CODES, limitExceeded, type ErrorCode } from './errors.js';
