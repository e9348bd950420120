/**
 * The second public entry, for plugins that make graphs: converters of released checkpoints, and heads that are written while a checkpoint
 * is compiled. Apart from index.ts, so that a server which only answers loads none of it: import it by `import()`, when a graph is made.
 * HOST_VERSION counts its changes, too.
 */
export { CheckpointError } from '../../onnx/checkpoint-error.js';
export { Tensors } from '../../onnx/safetensors/index.js';
export { openTensorFile } from '../../onnx/torch-zip/index.js';

export { Graph, saveModel, type Attributes, type DataType, type Dims, type Value } from '../../onnx/writer/index.js';

// Transformer layers and towers, by the names of their tensors.
export { linear, linearWithoutBias, norm } from '../../onnx/families/hf-names.js';
export { readBlocks } from '../../onnx/families/open-clip.js';
export { imageTokens } from '../../onnx/graphs/image-tokens.js';
export type { Layers } from '../../onnx/graphs/layers.js';
export type { VisionRecipe } from '../../onnx/recipe.js';
export { encodeTexts } from '../../onnx/text-encoder/encode-texts.js';
export type { TextTower } from '../../onnx/text-encoder/text-tower.js';

// Convolutional networks on pixels.
export { clipResnet } from '../../onnx/networks/clip-resnet.js';
export { EPSILON, type Net, type Plane } from '../../onnx/networks/net.js';
export { CLIP, IMAGENET, INPUT, normalised, pixelInput, type Normalisation } from '../../onnx/networks/pixels.js';
export { countModules, gridSide, headsOf } from '../../onnx/networks/sizes.js';

export { clipTokenizer } from '../packs/making/clip-tokenizer.js';
export { writeConvertedHead, type WriteOptions } from '../packs/making/write-converted-head.js';
