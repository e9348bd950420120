import {
  CheckpointError,
  CLIP,
  encodeTexts,
  INPUT,
  type Net,
  normalised,
  pixelInput,
  type Plane,
  type Tensors,
  type TextTower,
  writeConvertedHead,
  type WriteOptions,
} from '../../../core/graphs/index.js';
import { promptedTexts } from './context-decoder.js';
import { denseclipBackbone } from './denseclip-backbone.js';
import { scoreLevel, semanticFpn } from './semantic-fpn.js';

export interface ConvertDenseclip extends WriteOptions {
  /** Class names in the order that the checkpoint was trained with. */
  readonly classes: readonly string[];
  /** Tokens of the class names with start and end, by CLIP's tokenizer; not called where the file holds the vectors themselves. */
  readonly tokenize: (texts: readonly string[]) => Promise<readonly (readonly number[])[]>;
}

/** A tensor [classes, dims] of that name is taken in place of the text encoder. */
const TEXTS = 'texts';

/** The frozen text encoder's vectors, which never change: they are computed here once, and the encoder is left out. */
async function textVectors(tensors: Tensors, { classes, tokenize, headWidth = 64 }: ConvertDenseclip): Promise<Float32Array> {
  if (tensors.has(TEXTS)) return tensors.read(TEXTS);
  const tower: TextTower = { tensors, prefix: 'text_encoder.', headWidth, contexts: 'contexts' };
  return encodeTexts(tower, await tokenize(classes)).catch((error: unknown) => {
    const index = error instanceof CheckpointError ? /^text (\d+)$/.exec(error.place)?.[1] : undefined;
    if (index === undefined) throw error;
    throw new CheckpointError(`class ${JSON.stringify(classes[Number(index) - 1])}`, (error as Error).message, { cause: error });
  });
}

/** Cosines between places and texts [1, K, rows, columns]: the score map of 3.2, without a temperature, as in the released segmentation. */
function scoreMap(net: Net, tokens: string, texts: string, classes: number, grid: Plane, dims: number): Plane {
  const { graph } = net;
  const layers = net.layers(dims);
  const places = layers.unit(layers.slice(tokens, 1));
  const columns = graph.op('Transpose', [layers.unit(texts)], { perm: [0, 2, 1] });
  return net.plane(graph.op('MatMul', [places, columns]), classes, grid);
}

/**
 * A released checkpoint of DenseCLIP (Rao et al. 2022, arXiv:2112.01518): backbone, context-aware prompting, score map, FPN and
 * Semantic-FPN head as one graph `pixels` -> `logits`. ResNet and ViT-B/16 backbones.
 * @throws CheckpointError naming the class or the tensor that is in the way
 */
export async function convertDenseclip(tensors: Tensors, out: string, options: ConvertDenseclip) {
  const { classes, headWidth = 64 } = options;
  const [count = 0] = tensors.shape('decode_head.conv_seg.weight');
  if (count !== classes.length)
    throw new CheckpointError('classes', `are ${classes.length} names, the checkpoint has ${count}: give all of them, in its order`);
  const texts = await textVectors(tensors, options);
  return writeConvertedHead(
    'denseclip',
    tensors,
    out,
    (net) => {
      const { graph } = net;
      const { levels, tokens, grid, dims, side } = denseclipBackbone(net, normalised(graph, pixelInput(graph), CLIP), headWidth);
      if (texts.length !== count * dims)
        throw new CheckpointError(
          tensors.has(TEXTS) ? TEXTS : 'text_encoder.',
          `give ${texts.length / count} numbers a text, ${dims} are expected`,
        );
      const prompted = promptedTexts(net, graph.floats(texts, [1, count, dims], 'texts'), tokens, dims);
      const scores = scoreMap(net, tokens, prompted, count, grid, dims);
      const joined = scoreLevel(net, levels, count);
      const all = levels.map((level, index) =>
        index === joined
          ? { value: graph.op('Concat', [level.value, scores.value], { axis: 1 }), channels: level.channels + count }
          : level,
      ) as unknown as typeof levels;
      graph.output('logits', semanticFpn(net, all).value, 'float', [1, count, 'rows', 'columns']);
      return {
        input: INPUT,
        output: 'logits',
        backbone: tensors.has('backbone.class_embedding') ? ('vit' as const) : ('resnet' as const),
        // In the order of the logits' channels.
        classes,
        outputStride: 4,
        normalisation: CLIP,
        sizeMultiple: 32,
        // Its authors resize pictures, keeping their ratio, until the short side has so many pixels (or the long one 2048).
        shortSide: side,
        // 426 of 640 and 341 of 512 in the released configurations.
        window: { side, stride: Math.floor((2 * side) / 3) },
      };
    },
    options,
  );
}
