import {
  CheckpointError,
  countModules,
  EPSILON,
  gridSide,
  headsOf,
  type Net,
  norm,
  type Plane,
  readBlocks,
  type Value,
} from '../../../core/graphs/index.js';
import type { Backbone } from './backbone.js';
import { resampledPositions } from './resampled-positions.js';

/** Blocks whose patches become the levels: 4, 6, 8 and 12, counted from 1. */
const TAPS = [3, 5, 7, 11];
const PREFIX = 'backbone.';

/** The tokens that enter the first block. The class embedding is added twice, as the released code does and its weights expect. */
function tokensOf(net: Net, embedded: Plane): Value {
  const { graph } = net;
  const width = embedded.channels;
  const { first, grid } = resampledPositions(net, `${PREFIX}positional_embedding`, width, embedded);
  const own = net.parameter(`${PREFIX}class_embedding`, [1, 1, width]);
  const token = graph.op('Add', [graph.op('Add', [own, first]), own]);
  return graph.op('Concat', [token, net.tokens(net.add(embedded, grid))], { axis: 1 });
}

/** Four levels at strides 4 to 32 of maps that all have the stride of a patch, 16. */
function levelsOf(net: Net, taps: readonly Plane[]): Backbone['levels'] {
  const [one, two, three, four] = taps as [Plane, Plane, Plane, Plane];
  const inner = net.batchNorm(net.enlarge(net.groupNorm(one, `${PREFIX}fpn1.0`), `${PREFIX}fpn1.1`), `${PREFIX}fpn1.2`);
  const active = { ...inner, value: net.graph.op('com.microsoft.Gelu', [inner.value]) };
  return [
    net.enlarge(active, `${PREFIX}fpn1.4`),
    net.enlarge(net.groupNorm(two, `${PREFIX}fpn2.0`), `${PREFIX}fpn2.1`),
    net.groupNorm(three, `${PREFIX}fpn3`),
    net.pool(net.groupNorm(four, `${PREFIX}fpn4.0`), 'MaxPool', 2),
  ];
}

/** DenseCLIP's ViT (CLIPVisionTransformer of its code): CLIP's with four levels, and all tokens in the joint space. */
export function denseclipVit(net: Net, picture: Plane, headWidth: number): Backbone {
  const { tensors } = net;
  const patch = tensors.shape(`${PREFIX}conv1.weight`)[3] ?? 0;
  if (patch !== 16) throw new CheckpointError(`${PREFIX}conv1.weight`, `has patches of ${patch} pixels; the released layout has 16`);
  const [width = 0] = tensors.shape(`${PREFIX}conv1.weight`);
  const [, dims = 0] = tensors.shape(`${PREFIX}proj`);
  const heads = headsOf(`${PREFIX}conv1.weight`, width, headWidth);
  const kernel = net.parameter(`${PREFIX}conv1.weight`, [width, 3, patch, patch]);
  const attributes = { kernel_shape: [patch, patch], strides: [patch, patch] };
  const embedded = { value: net.graph.op('Conv', [picture.value, kernel], attributes), channels: width };
  const layers = net.layers(width);
  let tokens = layers.norm(tokensOf(net, embedded), norm(`${PREFIX}ln_pre`, EPSILON));
  const count = countModules(tensors, `${PREFIX}transformer.resblocks`, 'ln_1.weight');
  if (count <= (TAPS.at(-1) as number))
    throw new CheckpointError(`${PREFIX}transformer`, `has ${count} blocks; the released layout takes its levels from the first 12`);
  const taps: Plane[] = [];
  readBlocks(`${PREFIX}transformer`, count, width, EPSILON).forEach((block, index) => {
    tokens = layers.block(tokens, block, heads).output;
    if (TAPS.includes(index)) taps.push(net.plane(layers.slice(tokens, 1), width, embedded));
  });
  const projection = { weight: { name: `${PREFIX}proj`, transposed: true }, bias: null };
  return {
    levels: levelsOf(net, taps),
    tokens: layers.project(layers.norm(tokens, norm(`${PREFIX}ln_post`, EPSILON)), projection, width, dims),
    grid: embedded,
    dims,
    side: gridSide(tensors, `${PREFIX}positional_embedding`) * patch,
  };
}
