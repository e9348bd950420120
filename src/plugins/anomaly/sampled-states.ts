import { batched, sigmoid, type AnomalyCall, type AnomalyResult, type ByteTensor, type Features, type Tensor } from '../../core/index.js';
import { closer, type Maps } from './closer.js';
import type { Head } from './head.js';
import { gaussians } from './gaussians.js';
import type { ZeroShotOptions } from './options.generated.js';
import { partMap } from './part-map.js';
import { scoreOf } from './score.js';
import { stateVectors, type StateVectors } from './state-prompts.js';

type Call = AnomalyCall<ZeroShotOptions, Head>;

interface Seen {
  /** How likely something is wrong with the whole, the mean over samples. */
  readonly whole: number;
  /** Mean and standard deviation over samples, a patch. */
  readonly maps: Maps;
}

/** Means and deviations of likelinesses. @param logits [samples, patches] */
export function spreadOver({ data, dims: [samples = 0, patches = 0] }: Tensor): Maps {
  const [mean, deviation] = [new Float32Array(patches), new Float32Array(patches)];
  for (let patch = 0; patch < patches; patch += 1) {
    let [sum, squares] = [0, 0];
    for (let sample = 0; sample < samples; sample += 1) {
      const likely = sigmoid(data[sample * patches + patch]!);
      sum += likely;
      squares += likely * likely;
    }
    mean[patch] = sum / samples;
    deviation[patch] = Math.sqrt(Math.max(0, squares / samples - (sum / samples) ** 2));
  }
  return [mean, deviation];
}

/** One pass through the head. @throws PLUGIN_FAILED for NaN or a wrong shape, naming the head's output */
async function seenBy(call: Call, head: Head, features: Features, { normal, abnormal }: StateVectors, noise: Tensor): Promise<Seen> {
  const { rows, columns, frame } = features;
  const picture = await call.look.pixels({ box: frame, size: { width: columns * head.pixels, height: rows * head.pixels } });
  const feeds: Record<string, Tensor | ByteTensor> = {
    ...Object.fromEntries(head.inputs.map((name) => [name, batched(features.output(name))])),
    grid: { data: Float32Array.of(rows, columns), dims: [2] },
    picture,
    normal: { data: normal, dims: [normal.length] },
    abnormal: { data: abnormal, dims: [abnormal.length] },
    noise,
  };
  const { logits, scores } = await call.compute.head({ graph: head.graph, feeds, outputs: ['logits', 'scores'] });
  return { whole: scores!.data.reduce((sum, score) => sum + sigmoid(score), 0) / scores!.data.length, maps: spreadOver(logits!) };
}

/**
 * By the pack's trained head: states of things as distributions of vectors, made of the same texts; each sample of them gives a map (a stand-in for Bayes-PFL,
 * arXiv:2503.10080; training/heads/anomaly_net.py).
 * @throws LIMIT_EXCEEDED for texts or passes; PLUGIN_FAILED
 */
export async function bySampledStates(call: Call, head: Head): Promise<AnomalyResult> {
  const { features, options } = call;
  const { samples, seed, windows, score: rule } = options;
  const noise: Tensor = { data: gaussians(seed, 2 * samples * head.noise), dims: [2, samples, head.noise] };
  const states = await stateVectors(call);
  const first = await seenBy(call, head, features, states, noise);
  const [mean, deviation] = await closer(call, windows, first.maps, async (part) => (await seenBy(call, head, part, states, noise)).maps);
  const map = partMap(call, mean!);
  return {
    form: `sampled states by a trained head (stand-in for Bayes-PFL), ${samples} samples${windows < 2 ? '' : `, windows encoded, ${windows} a side`}`,
    seed,
    score: (first.whole + scoreOf(map.data, rule)) / 2,
    threshold: head.scoring.threshold[rule],
    percentile: null,
    map,
    mapThreshold: head.scoring.mapThreshold,
    uncertainty: partMap(call, deviation!),
  };
}
