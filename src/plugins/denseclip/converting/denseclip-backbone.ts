import { CheckpointError, clipResnet, gridSide, linear, type Net, type Plane, type Value } from '../../../core/graphs/index.js';
import type { Backbone } from './backbone.js';
import { denseclipVit } from './denseclip-vit.js';
import { resampledPositions } from './resampled-positions.js';

const POOL = 'backbone.attnpool';
/** Of CLIP's attention pool in DenseCLIP's code, whatever the width. */
const POOL_HEADS = 32;

/** CLIP's attention pool with every place as a query: a vector for the picture (from the mean) and one for each place. */
function attentionPool(net: Net, map: Plane): Pick<Backbone, 'tokens' | 'dims'> {
  const { graph } = net;
  const width = map.channels;
  if (width % POOL_HEADS !== 0)
    throw new CheckpointError(`${POOL}.q_proj.weight`, `is ${width} wide, which ${POOL_HEADS} heads do not divide`);
  const [dims = 0] = net.tensors.shape(`${POOL}.c_proj.weight`);
  const { first, grid } = resampledPositions(net, `${POOL}.positional_embedding`, width, map);
  const places = net.tokens(map);
  const mean = graph.op('ReduceMean', [places, graph.ints([1])], { keepdims: 1 });
  const tokens = graph.op('Concat', [graph.op('Add', [mean, first]), graph.op('Add', [places, net.tokens(grid)])], { axis: 1 });
  const layers = net.layers(width);
  const [query, key, value] = ['q', 'k', 'v'].map((part) => layers.linear(tokens, linear(`${POOL}.${part}_proj`))) as [Value, Value, Value];
  return { tokens: layers.linear(layers.attention([query, key, value], POOL_HEADS), linear(`${POOL}.c_proj`), width, dims), dims };
}

/** DenseCLIP's backbone by what the checkpoint holds: a ViT has a class embedding, a ResNet has none. */
export function denseclipBackbone(net: Net, picture: Plane, headWidth: number): Backbone {
  if (net.tensors.has('backbone.class_embedding')) return denseclipVit(net, picture, headWidth);
  const levels = clipResnet(net, picture, 'backbone.', 2);
  const side = gridSide(net.tensors, `${POOL}.positional_embedding`) * 32;
  return { levels, grid: levels[3], side, ...attentionPool(net, levels[3]) };
}
