import type { MapPoolingRef } from '../recipe.js';
import type { Value } from '../writer/index.js';
import type { Layers } from './layers.js';

/** x + mlp(norm x): how a pooling head ends. */
export const withMlp = (layers: Layers, x: Value, head: MapPoolingRef): Value =>
  layers.graph.op('Add', [x, layers.mlp(layers.norm(x, head.norm), head)]);

/** One token for all [B, 1, width]: the learned query's attention over the tokens, then the MLP. */
export function poolTokens(layers: Layers, tokens: Value, head: MapPoolingRef): Value {
  const { graph, width } = layers;
  const batch = graph.op('Concat', [graph.op('Shape', [tokens], { start: 0, end: 1 }), graph.ints([1, width])], { axis: 0 });
  const query = layers.linear(graph.op('Expand', [layers.exact(head.probe, [1, 1, width]), batch]), head.query);
  const attended = layers.attention([query, layers.linear(tokens, head.key), layers.linear(tokens, head.value)], head.heads);
  return withMlp(layers, layers.linear(attended, head.out), head);
}

/** Every token as if all attention lay on it: out(value(token)), without the MLP. */
export const poolEach = (layers: Layers, tokens: Value, head: MapPoolingRef): Value =>
  layers.linear(layers.linear(tokens, head.value), head.out);
