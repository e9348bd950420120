import type { Graph, Value } from '../writer/index.js';
import type { Plane } from './net.js';

export type Triple = readonly [number, number, number];

/** Per channel of RGB in [0, 1]. */
export interface Normalisation {
  readonly mean: Triple;
  readonly std: Triple;
}

/** DenseCLIP's data configuration, as CLIP's own. */
export const CLIP: Normalisation = { mean: [0.48145466, 0.4578275, 0.40821073], std: [0.26862954, 0.26130258, 0.27577711] };
/** CLIP-EBC was trained on pictures normalised like this, although its encoder is CLIP's (datasets/crowd.py of its code). */
export const IMAGENET: Normalisation = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };

/** Name of the input that takes pixels. */
export const INPUT = 'pixels';

/** The one input of a graph that is an encoder of its own: RGB uint8 [1, height, width, 3]. */
export const pixelInput = (graph: Graph): Value => graph.input(INPUT, 'uint8', [1, 'height', 'width', 3]);

/** Normalised, channels first. */
export function normalised(graph: Graph, pixels: Value, { mean, std }: Normalisation): Plane {
  const planes = graph.op('Cast', [graph.op('Transpose', [pixels], { perm: [0, 3, 1, 2] })], { to: 1 });
  const factor = std.map((value) => 1 / (255 * value));
  const shift = mean.map((value, channel) => -value / (std[channel] as number));
  const scaled = graph.op('Mul', [planes, graph.floats(factor, [1, 3, 1, 1])]);
  return { value: graph.op('Add', [scaled, graph.floats(shift, [1, 3, 1, 1])]), channels: 3 };
}
