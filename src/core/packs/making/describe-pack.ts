import type { Compiled } from '../../../onnx/compiled.js';
import { familyCalibration } from './fit-calibration.js';
import type { PackManifest } from '../manifest.js';

/**
 * Square pictures of this many patches a side are the largest: where a graph holds whole attention matrices, one of them has the square
 * of 56 * 56 numbers, 39 MB a head in fp32.
 */
const MAX_PATCHES_A_SIDE = 56;

/**
 * The seven prompts that OpenAI's notebook on ImageNet prompts selected out of its eighty, as good as all of them and a tenth of the
 * texts: five labels are 35 texts, 128 are 896 (MAX_TEXTS allows 2000). One prompt alone is measurably worse; the cache keeps what was
 * asked before.
 */
const TEMPLATES = [
  'itap of a {}.',
  'a bad photo of the {}.',
  'a origami {}.',
  'a photo of the large {}.',
  'a {} in a video game.',
  'art of the {}.',
  'a photo of the small {}.',
];

export interface PackDescription {
  readonly name: string;
  readonly licences: PackManifest['licences'];
  readonly source?: PackManifest['source'];
  /** Entries of the manifest's `heads`. */
  readonly heads?: PackManifest['heads'];
}

/** Sizes at which pictures are looked at: once, twice and three times the side that the checkpoint knows, within what memory allows. */
function sizes({ sizeMultiple, patch, nativeSide }: Compiled['image']): Pick<PackManifest['image'], 'detail' | 'maxSide'> {
  const native = Math.max(1, Math.round(nativeSide / sizeMultiple)) * sizeMultiple;
  const most = Math.max(native, Math.floor((MAX_PATCHES_A_SIDE * patch) / sizeMultiple) * sizeMultiple);
  const times = (factor: number): number => Math.min(most, native * factor);
  return { detail: { LOW: native, MEDIUM: times(2), HIGH: times(3) }, maxSide: most };
}

const millions = (count: number): string => (count / 1e6).toFixed(count < 1e7 ? 2 : 1);

/** The manifest of a compiled checkpoint: with the family's usual constants, and without revision, golden vectors and files. */
export function describePack(compiled: Compiled, pack: PackDescription): Omit<PackManifest, 'revision' | 'golden' | 'files'> {
  const { family, precision, compute, parameters, image, outputs, tail, masked, text, logitScale, logitBias } = compiled;
  return {
    format: 1,
    name: pack.name,
    summary: `${family}, patches of ${image.patch} px, trained at ${image.nativeSide} px, texts of ${text.contextLength} tokens, ${millions(parameters)} M parameters in ${precision}${compute !== 'fp32' ? ', whose blocks are computed in fp16' : ''}.`,
    licences: pack.licences,
    image: {
      graph: image.graph,
      input: image.input,
      sizeMultiple: image.sizeMultiple,
      patch: image.patch,
      ...sizes(image),
      kernel: 'cubic',
      ...(tail === null ? {} : { tail: { ...tail, attentions: [...tail.attentions] } }),
      ...(masked === null ? {} : { masked }),
    },
    outputs,
    form: 'value path',
    text: { ...text, templates: TEMPLATES },
    logitScale,
    ...(logitBias === null ? {} : { logitBias }),
    family,
    precision,
    ...(compute === 'fp32' ? {} : { compute: 'fp16' }),
    ...(pack.source === undefined ? {} : { source: pack.source }),
    calibration: familyCalibration(logitBias),
    heads: pack.heads ?? {},
  };
}
