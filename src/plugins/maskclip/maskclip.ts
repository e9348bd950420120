import { presence, softmaxOverChannels, type SegmentCall, type Segmenter, type SegmentResult } from '../../core/index.js';
import { cosineMaps } from './cosine-maps.js';
import { denoise } from './denoise.js';
import { readOptions, type MaskclipOptions } from './options.js';
import { smooth } from './smooth.js';

/** Texts that compete: the caller's, or the pack's where the policy wants them; none that is a label itself. */
function backgroundTexts(call: SegmentCall<unknown>, policy: MaskclipOptions['backgroundPolicy']): readonly string[] {
  const texts = call.background ?? (policy === 'TEXTS' ? call.pack.calibration.background : []);
  const labels = new Set(call.labels);
  return [...new Set(texts)].filter((text) => !labels.has(text));
}

/**
 * MaskCLIP (Zhou, Loy, Dai 2022, arXiv:2112.01071): every patch is classified by its cosine with the labels' texts.
 * Its spatial form of CLIP's last layer is the pack's business (`dense`).
 */
export class MaskClip implements Segmenter<Partial<MaskclipOptions>> {
  /** @throws BAD_INPUT for options out of range; PLUGIN_UNAVAILABLE for AFFINITY on a pack without `structure` */
  async segment(call: SegmentCall<Partial<MaskclipOptions>>): Promise<SegmentResult> {
    const { features, labels, pack, signal } = call;
    const options = readOptions(call.options);
    const { calibration } = pack;
    const structure = options.smoothing === 'AFFINITY' ? features.output('structure') : null;
    const background = backgroundTexts(call, options.backgroundPolicy);
    const texts = await call.text.labels([...labels, ...background], call.prompts);
    const cells = features.rows * features.columns;

    const dense = await cosineMaps(features.output('dense'), texts, signal);
    const raw = options.smoothing !== 'PACK' && features.outputs.has('denseRaw');
    const data = raw ? await cosineMaps(features.output('denseRaw'), texts, signal) : dense;

    // On `dense` under every smoothing: that is what the pack's constants were fitted on.
    const scores = labels.map((_, label) => presence(dense.subarray(label * cells, (label + 1) * cells), calibration.presence));
    let competes = scores.map((score) => score >= options.minPresence);

    // With no text to lose against, one label alone would have all of every pixel.
    const floor = options.backgroundPolicy !== 'NONE' && background.length === 0 ? calibration.presence.midpoint : null;
    const softmax = (): Float32Array =>
      softmaxOverChannels({ data, channels: texts.length, scale: options.logitScale ?? pack.logitScale, competes, floor });
    let shares = softmax();
    if (options.promptDenoising > 0) {
      const heard = denoise(shares, cells, labels.length, options.promptDenoising);
      competes = competes.map((value, label) => value && heard[label]!);
      shares = softmax();
    }
    if (structure) shares = await smooth(shares, texts.length, structure, call.compute, options);

    return {
      form: pack.form,
      scores,
      maps: { channels: texts.length, rows: features.rows, columns: features.columns, data: shares, frame: features.frame },
      competes,
      threshold: options.threshold ?? (options.backgroundPolicy === 'NONE' ? 0 : calibration.pixelThreshold),
      refine: options.edges,
    };
  }
}
