import {
  CheckpointError,
  encodeTexts,
  IMAGENET,
  INPUT,
  pixelInput,
  type Tensors,
  writeConvertedHead,
  type WriteOptions,
} from '../../../core/graphs/index.js';
import { type Bin, middleAnchors, promptOf } from './bins.js';
import { ebcDecoder } from './ebc-decoder.js';
import { ebcEncoder } from './ebc-encoder.js';

export interface ConvertClipEbc extends WriteOptions {
  /** Pixels per side of a block: 8, 16 or 32 in the released models; the checkpoint does not tell. */
  readonly block: number;
  readonly bins: readonly Bin[];
  /** Default: the middle of each bin. */
  readonly anchors?: readonly number[];
  readonly prompts: 'word' | 'number';
  readonly tokenize: (texts: readonly string[]) => Promise<readonly (readonly number[])[]>;
}

/** A tensor [bins, dims] of that name is taken in place of the text encoder. */
const TEXTS = 'text_features';

function unitRows(values: Float32Array, rows: number): Float32Array {
  const width = values.length / rows;
  return values.map((value, index) => {
    const row = Math.floor(index / width) * width;
    return value / Math.max(1e-12, Math.hypot(...values.subarray(row, row + width)));
  });
}

function checked({ bins, anchors = middleAnchors(bins), block }: ConvertClipEbc): readonly number[] {
  if (!Number.isSafeInteger(block) || block < 1) throw new CheckpointError('block', `is ${block}, a whole number of pixels is expected`);
  if (anchors.length !== bins.length)
    throw new CheckpointError('anchors', `are ${anchors.length} numbers, ${bins.length} bins need one each`);
  bins.forEach(([from, to], index) => {
    const anchor = anchors[index] as number;
    if (!(anchor >= from && anchor <= (to ?? Infinity)) || !Number.isFinite(anchor))
      throw new CheckpointError('anchors', `have ${anchor} for the bin ${from} to ${to ?? 'all above'}, which does not hold it`);
  });
  return anchors;
}

/**
 * A released checkpoint of CLIP-EBC (Ma et al. 2024, arXiv:2403.09281): an encoder of its own (CLIP's ResNet, or ViT with visual prompts), a
 * decoder, and scaled cosines to the texts of the bins, as one graph `pixels` -> `logits`.
 * @throws CheckpointError naming the option or the tensor that is in the way
 */
export async function convertClipEbc(tensors: Tensors, out: string, options: ConvertClipEbc) {
  const { block, bins, prompts, headWidth = 64 } = options;
  const anchors = checked(options);
  if (tensors.has('pi_head.weight'))
    throw new CheckpointError('pi_head.weight', "belongs to EBC-ZIP's layout, which is not converted; CLIP-EBC's has one head");
  const sentences = bins.map((bin) => promptOf(bin, prompts));
  const scale = Math.exp(tensors.scalar('logit_scale'));
  const texts = tensors.has(TEXTS)
    ? await tensors.read(TEXTS)
    : await encodeTexts({ tensors, prefix: 'text_encoder.', headWidth, contexts: null }, await options.tokenize(sentences));
  return writeConvertedHead(
    'clip-ebc',
    tensors,
    out,
    (net) => {
      const { graph } = net;
      const encoder = ebcEncoder(net, pixelInput(graph), block, headWidth);
      const { features, stride, side } = encoder;
      const resized = stride === block ? features : net.resize(features, stride / block);
      const decoded = ebcDecoder(net, resized);
      const dims = decoded.channels;
      if (texts.length !== bins.length * dims)
        throw new CheckpointError(
          tensors.has(TEXTS) ? TEXTS : 'projection.weight',
          `${texts.length} numbers are no ${bins.length} texts of ${dims}`,
        );
      const places = net.layers(dims).unit(graph.op('Transpose', [decoded.value], { perm: [0, 2, 3, 1] }));
      const rows = unitRows(texts, bins.length);
      const columns = Float32Array.from({ length: rows.length }, (_, index) => {
        const [dim, bin] = [Math.floor(index / bins.length), index % bins.length];
        return scale * (rows[bin * dims + dim] as number);
      });
      const logits = graph.op('MatMul', [places, graph.floats(columns, [dims, bins.length], 'texts')]);
      graph.output('logits', logits, 'float', [1, 'rows', 'columns', bins.length]);
      return {
        input: INPUT,
        output: 'logits',
        backbone: side === null ? ('resnet' as const) : ('vit' as const),
        block,
        bins,
        // Density = sum of softmax(logits) * anchors; the total is its plain sum.
        anchors,
        prompts: sentences,
        // What it was trained to count: other things are not counted by other words.
        counts: 'people',
        normalisation: IMAGENET,
        sizeMultiple: (stride * block) / greatestCommon(stride, block),
        // The ViT's authors cut larger pictures into windows of the trained size, the last ones shifted inwards; the ResNet takes all at once.
        window: side === null ? null : { side, stride: side },
      };
    },
    options,
  );
}

const greatestCommon = (one: number, other: number): number => (other === 0 ? one : greatestCommon(other, one % other));
