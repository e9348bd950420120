import {
  CheckpointError,
  clipResnet,
  countModules,
  EPSILON,
  gridSide,
  headsOf,
  IMAGENET,
  imageTokens,
  type Layers,
  linearWithoutBias,
  type Net,
  norm,
  normalised,
  type Plane,
  readBlocks,
  type Value,
  type VisionRecipe,
} from '../../../core/graphs/index.js';

export interface EbcEncoder {
  readonly features: Plane;
  /** Pixels per place of the features. */
  readonly stride: number;
  /** Side of the square pictures that it was trained on, in pixels; null where it takes any. */
  readonly side: number | null;
}

const PREFIX = 'image_encoder.';

/**
 * Blocks with visual prompts: learned tokens stand behind the class token inside a block and are taken out after it; each block has its own
 * (deep), or those of the first go on (shallow).
 */
function promptedBlocks(net: Net, layers: Layers, start: Value, recipe: VisionRecipe): Value {
  const { graph, tensors } = net;
  const { width } = recipe;
  const [count = 0] = tensors.shape('vpt_0');
  let tokens = start;
  let prompts = '';
  recipe.blocks.forEach((block, index) => {
    if (index === 0 || tensors.has(`vpt_${index}`)) prompts = net.parameter(`vpt_${index}`, [1, count, width]);
    const parts = [layers.slice(tokens, 0, 1), prompts, layers.slice(tokens, 1)];
    const { output } = layers.block(graph.op('Concat', parts, { axis: 1 }), block, recipe.heads);
    prompts = layers.slice(output, 1, 1 + count);
    tokens = graph.op('Concat', [layers.slice(output, 0, 1), layers.slice(output, 1 + count)], { axis: 1 });
  });
  return tokens;
}

function vit(net: Net, pixels: Value, headWidth: number): EbcEncoder {
  const { graph, tensors } = net;
  const [width = 0, , , patch = 0] = tensors.shape(`${PREFIX}conv1.weight`);
  if (!tensors.has('vpt_0')) throw new CheckpointError('vpt_0', 'is missing: a ViT without visual prompts is not the released layout');
  const side = gridSide(tensors, `${PREFIX}positional_embedding`) * patch;
  const count = countModules(tensors, `${PREFIX}transformer.resblocks`, 'ln_1.weight');
  const recipe: VisionRecipe = {
    width,
    heads: headsOf(`${PREFIX}conv1.weight`, width, headWidth),
    activation: 'quick_gelu',
    blocks: readBlocks(`${PREFIX}transformer`, count, width, EPSILON),
    patch,
    imageSize: side,
    patchEmbedding: linearWithoutBias(`${PREFIX}conv1`),
    classToken: { name: `${PREFIX}class_embedding` },
    positions: { name: `${PREFIX}positional_embedding` },
    preNorm: norm(`${PREFIX}ln_pre`, EPSILON),
    postNorm: norm(`${PREFIX}ln_post`, EPSILON),
    pooling: 'class',
    projection: null,
    dims: width,
    ...IMAGENET,
  };
  const layers = net.layers(width);
  const entering = layers.norm(imageTokens(layers, recipe, pixels), norm(`${PREFIX}ln_pre`, EPSILON));
  const normed = layers.norm(promptedBlocks(net, layers, entering, recipe), recipe.postNorm);
  const size = (axis: number): Value => graph.op('Div', [graph.op('Shape', [pixels], { start: axis, end: axis + 1 }), graph.ints([patch])]);
  const rows = graph.op('Concat', [graph.ints([1, width]), size(1), size(2)], { axis: 0 });
  const channelsFirst = graph.op('Transpose', [layers.slice(normed, 1)], { perm: [0, 2, 1] });
  return { features: { value: graph.op('Reshape', [channelsFirst, rows]), channels: width }, stride: patch, side };
}

/** @param block pixels per side of a block: up to 16 the ResNet's last stage keeps its size, as the released code has it */
export function ebcEncoder(net: Net, pixels: Value, block: number, headWidth: number): EbcEncoder {
  if (net.tensors.has(`${PREFIX}class_embedding`)) return vit(net, pixels, headWidth);
  const last = block <= 16 ? 1 : 2;
  const [, , , features] = clipResnet(net, normalised(net.graph, pixels, IMAGENET), PREFIX, last);
  return { features, stride: 16 * last, side: null };
}
