import { countModules, EPSILON, type Layers, linear, linearWithoutBias, type Net, norm, type Value } from '../../../core/graphs/index.js';

const PREFIX = 'context_decoder.';
/** Of the released models; the checkpoint does not tell. */
const HEADS = 4;

function attention(layers: Layers, name: string, queries: Value, memory: Value): Value {
  const { width } = layers;
  const query = layers.linear(queries, linearWithoutBias(`${name}.q_proj`));
  const key = layers.linear(memory, linearWithoutBias(`${name}.k_proj`));
  const value = layers.linear(memory, linearWithoutBias(`${name}.v_proj`));
  return layers.linear(layers.attention([query, key, value], HEADS), linear(`${name}.proj`), width, width);
}

/**
 * Context-aware prompting behind the text encoder (Rao et al. 2022, arXiv:2112.01518, 3.3, "post-model"): texts [1, K, dims] look at the
 * picture's tokens [1, 1 + N, dims] and are moved by gamma times the answer.
 */
export function promptedTexts(net: Net, texts: Value, tokens: Value, dims: number): Value {
  const { graph, tensors } = net;
  const [width = 0] = tensors.shape(`${PREFIX}text_proj.1.weight`);
  const outer = net.layers(dims);
  const inner = net.layers(width, 'gelu');
  const seen = outer.linear(outer.norm(tokens, norm(`${PREFIX}memory_proj.0`, EPSILON)), linear(`${PREFIX}memory_proj.1`), dims, width);
  const memory = inner.norm(seen, norm(`${PREFIX}memory_proj.2`, EPSILON));
  let x = outer.linear(outer.norm(texts, norm(`${PREFIX}text_proj.0`, EPSILON)), linear(`${PREFIX}text_proj.1`), dims, width);
  const count = countModules(tensors, `${PREFIX}decoder`, 'norm1.weight');
  for (let index = 0; index < count; index++) {
    const layer = `${PREFIX}decoder.${index}`;
    const own = inner.norm(x, norm(`${layer}.norm1`, EPSILON));
    x = graph.op('Add', [x, attention(inner, `${layer}.self_attn`, own, own)]);
    x = graph.op('Add', [x, attention(inner, `${layer}.cross_attn`, inner.norm(x, norm(`${layer}.norm2`, EPSILON)), memory)]);
    const mlp = { mlpIn: linear(`${layer}.mlp.0`), mlpOut: linear(`${layer}.mlp.3`) };
    x = graph.op('Add', [x, inner.mlp(inner.norm(x, norm(`${layer}.norm3`, EPSILON)), mlp)]);
  }
  const moved = inner.linear(inner.norm(x, norm(`${PREFIX}out_proj.0`, EPSILON)), linear(`${PREFIX}out_proj.1`), width, dims);
  return graph.op('Add', [texts, graph.op('Mul', [moved, net.parameter('gamma', [dims])])]);
}
