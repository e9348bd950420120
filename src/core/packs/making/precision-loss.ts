import type { Compiled } from '../../../onnx/compiled.js';
import { cosine } from '../../math/cosine.js';
import type { Tensor } from '../../math/tensor.js';
import { invalidPack } from '../invalid-pack.js';
import type { PackManifest } from '../manifest.js';
import type { GoldenRun } from './golden-writing.js';

type Precision = PackManifest['precision'];
type Arithmetic = Pick<Compiled, 'precision' | 'compute'>;

/** Cosine of each row with the same row in fp32. */
export interface Loss {
  /** An output's name, or `text`. */
  readonly output: string;
  readonly mean: number;
  readonly least: number;
}

export interface LossLimits {
  /** Rows of patches and tokens: their mean, and the worst one. */
  readonly mean: number;
  readonly least: number;
  /** Whole pictures and texts, each of which stands alone. */
  readonly single: number;
}

/**
 * How far a low precision may be from fp32, as cosines on the golden picture and texts.
 *
 * int8: an error of cosine c moves a vector by sqrt(1 - c^2); in D dimensions that changes its cosine with a text by about
 * sqrt(1 - c^2) / sqrt(D). At .98 and 512 dimensions that is .009, less than one unit after a logit scale of 100 and less than labels
 * usually differ by; at .90, for the worst patch, .019. Measured with reduced range and synthetic outlier channels: .994 mean, .977 least
 * for patches, .996 for pictures. fp16 weights were above .99999 everywhere, products in halves above .9999 (random
 * weights of ViT-B/16's size), so that anything lower is a value out of range.
 */
const LIMITS: Readonly<Record<Precision, LossLimits>> = {
  fp32: { mean: 0.9999, least: 0.9999, single: 0.9999 },
  fp16: { mean: 0.999, least: 0.995, single: 0.999 },
  int8: { mean: 0.98, least: 0.9, single: 0.99 },
};

/**
 * Least cosine with the pack's own golden vectors that a device must reach. int8 kernels of different processors round differently, and
 * some saturate: exact agreement cannot be asked for.
 */
export const GOLDEN_TOLERANCE: Readonly<Record<Precision, number>> = { fp32: 0.9995, fp16: 0.9995, int8: 0.97 };

function compare(output: string, found: Tensor, reference: Tensor): Loss {
  const width = reference.dims.at(-1) ?? 1;
  const rows = reference.data.length / width;
  let sum = 0;
  let least = 1;
  for (let row = 0; row < rows; row += 1) {
    const [from, to] = [row * width, (row + 1) * width];
    const alike = cosine(found.data.subarray(from, to), reference.data.subarray(from, to));
    sum += alike;
    // NaN (a row of zeros) stays NaN and is refused.
    least = alike >= least || Number.isNaN(least) ? least : alike;
  }
  return { output, mean: sum / rows, least };
}

const words = ({ precision, compute }: Arithmetic): string => (compute === 'fp16' ? `${precision} computed in ${compute}` : precision);

/** How alike two runs of the golden picture and texts are, by output, texts last. */
export const measureLoss = (found: GoldenRun, reference: GoldenRun): readonly Loss[] => [
  ...Object.entries(reference.outputs).map(([name, tensor]) =>
    compare(name, found.outputs[name] ?? { data: new Float32Array(0), dims: [] }, tensor),
  ),
  compare('text', found.texts, reference.texts),
];

/**
 * @param limits in place of the table's; tests set them
 * @throws PACK_INVALID naming arithmetic, output, figure and limit when a loss is too large
 */
export function checkLoss(
  losses: readonly Loss[],
  arithmetic: Arithmetic,
  outputs: PackManifest['outputs'],
  limits = LIMITS[arithmetic.precision],
): void {
  const refuse = (output: string, what: string, figure: number, limit: number): never => {
    throw invalidPack(
      output,
      `${words(arithmetic)} is too far from fp32: ${what} ${figure.toFixed(4)}, ${limit} needed. Compile this checkpoint ${arithmetic.compute === 'fp16' ? 'without --compute' : 'with a higher precision'}.`,
    );
  };
  for (const { output, mean, least } of losses) {
    const single = output === 'text' || outputs[output]?.kind === 'global';
    // Written so that NaN fails too.
    if (single && !(least >= limits.single)) refuse(output, 'least cosine', least, limits.single);
    if (!single && !(mean >= limits.mean)) refuse(output, 'mean cosine', mean, limits.mean);
    if (!single && !(least >= limits.least)) refuse(output, 'least cosine', least, limits.least);
  }
}

/** One sentence for the pack's summary. */
export const describeLoss = (losses: readonly Loss[], arithmetic: Arithmetic): string =>
  `Cosine of ${words(arithmetic)} with fp32 on the golden picture and texts (mean / least): ${losses
    .map(({ output, mean, least }) => `${output} ${mean.toFixed(4)} / ${least.toFixed(4)}`)
    .join(', ')}.`;
