import {
  cosineMaps,
  presenceOf,
  softmaxOverChannels,
  textsWithExamples,
  topMean,
  type SegmentCall,
  type Segmenter,
  type SegmentResult,
  type Tensor,
} from '../../core/index.js';
import { denoise } from './denoise.js';
import type { MaskclipHead } from './dinoiser.js';
import { dropWeak } from './drop-weak.js';
import { smoothByKeys } from './key-smoothing.js';
import { fillBackground } from './objectness.js';
import type { MaskclipOptions } from './options.generated.js';
import { randomWalk } from './random-walk.js';
import { shareAnew } from './share-anew.js';
import { smooth } from './smooth.js';
import { patchVectors } from './vectors.js';

type Call = SegmentCall<MaskclipOptions, MaskclipHead>;

/** Texts that compete: the caller's, or those that the policy brings; none that is a label itself. */
function backgroundTexts(call: Call, policy: MaskclipOptions['backgroundPolicy']): readonly string[] {
  const own = { NONE: [], THRESHOLD: [], TEXTS: call.pack.calibration.background, OBJECTNESS: ['background'] }[policy];
  const labels = new Set(call.labels);
  return [...new Set(call.background ?? own)].filter((text) => !labels.has(text));
}

/**
 * MaskCLIP (Zhou, Loy, Dai 2022, arXiv:2112.01071): every patch is classified by its cosine with the labels' texts.
 * What CLIP's last layer makes of a patch is the form's business (dense-form.ts), as are CLIP-DINOiser's vectors (dinoiser.ts).
 */
export class MaskClip implements Segmenter<MaskclipOptions, MaskclipHead> {
  /** @throws PLUGIN_UNAVAILABLE for what the pack lacks: a form, a head, `structure` */
  async segment(call: Call): Promise<SegmentResult> {
    const { features, labels, pack, options, signal } = call;
    const { calibration } = pack;
    const { backgroundPolicy: policy, smoothing } = options;
    const structure = smoothing === 'AFFINITY' || smoothing === 'KEYS' ? features.output('structure') : null;
    const { patches, form, objectness } = await patchVectors(call, options);
    const background = backgroundTexts(call, policy);
    const said = await call.text.labels([...labels, ...background], call.prompts);
    const texts = await textsWithExamples(call, said, options.examples ?? [], 'by.maskclip.examples');
    const cells = features.rows * features.columns;

    const data = await cosineMaps(patches, texts, signal);
    const packs = features.output('dense');
    const dense = patches === packs ? data : await cosineMaps(packs, texts.slice(0, labels.length), signal);

    // On `dense` whatever the form and the smoothing: that is what the pack's constants were fitted on.
    const statistics = labels.map((_, label) => topMean(dense.subarray(label * cells, (label + 1) * cells)));
    const scores = statistics.map((statistic) => presenceOf(statistic, calibration.presence));
    let joins = texts.map((_, channel) => channel >= labels.length || scores[channel]! >= options.minPresence);

    // With no text to lose against, one label alone would have all of every pixel. Objectness decides without such a yardstick.
    const decided = policy === 'NONE' || policy === 'OBJECTNESS';
    const floor = decided || background.length > 0 ? null : (calibration.masks?.floor ?? calibration.presence.midpoint);
    const softmax = (): Float32Array =>
      softmaxOverChannels({ data, channels: texts.length, scale: options.logitScale ?? pack.logitScale, competes: joins, floor });
    let shares = softmax();
    if (options.promptDenoising > 0) {
      const heard = denoise(shares, cells, texts.length, options.promptDenoising);
      joins = joins.map((value, channel) => value && heard[channel]!);
      shares = softmax();
    }
    if (floor !== null && calibration.masks) {
      const { least, own = 0 } = calibration.masks;
      const ofLabels = shares.subarray(0, labels.length * cells);
      shareAnew(ofLabels, joins, statistics, options.logitScale ?? pack.logitScale, own);
      dropWeak(ofLabels, dense, statistics, floor, least);
    }
    if (structure) shares = await spread(shares, joins, structure, call, options);
    if (options.randomWalk) shares = await randomWalk(shares, joins, features.output('structure'), features, signal);
    // The host lets every background channel compete.
    for (let channel = labels.length; channel < joins.length; channel += 1)
      if (!joins[channel]) shares.fill(0, channel * cells, (channel + 1) * cells);
    if (objectness) shares = fillBackground(shares, joins, labels.length, objectness, options.objectnessBelow);

    return {
      form: options.examples === null ? form : `${form}, by examples`,
      scores,
      maps: { channels: shares.length / cells, rows: features.rows, columns: features.columns, data: shares, frame: features.frame },
      competes: joins.slice(0, labels.length),
      threshold: options.threshold ?? (decided ? 0 : calibration.pixelThreshold),
      refine: options.edges,
    };
  }
}

/** Values spread over patches that look alike. */
const spread = (
  shares: Float32Array,
  joins: readonly boolean[],
  structure: Tensor,
  call: Call,
  options: MaskclipOptions,
): Promise<Float32Array> =>
  options.smoothing === 'KEYS'
    ? smoothByKeys(shares, joins, structure, options.affinityBelow, call.signal)
    : smooth(shares, joins, structure, call.compute, options);
