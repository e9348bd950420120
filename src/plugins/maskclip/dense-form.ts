import { DenseqlError, type Features, type SegmentCall, type TailAttention, type Tensor } from '../../core/index.js';
import type { MaskclipForm } from './options.generated.js';

interface FormOf {
  /** In Meta.form. */
  readonly name: string;
  readonly attention: TailAttention;
  readonly residual: boolean;
  /** The output of a pass that holds it already. */
  readonly output: string | null;
}

const FORMS: Readonly<Record<MaskclipForm, FormOf>> = {
  VALUE: { name: 'value path', attention: 'IDENTITY', residual: false, output: 'dense' },
  RESIDUAL: { name: 'residual form', attention: 'IDENTITY', residual: true, output: 'denseResidual' },
  SCLIP: { name: 'SCLIP', attention: 'QQ_KK', residual: true, output: null },
  CLEARCLIP: { name: 'ClearCLIP', attention: 'QQ', residual: false, output: null },
  NACLIP: { name: 'NACLIP', attention: 'KK_OMEGA', residual: false, output: null },
};

export interface DenseForm {
  /** For Meta.form. */
  readonly name: string;
  /** Patch vectors in the joint space, [N, dims], not unit length. */
  readonly patches: Tensor;
}

type Call = Pick<SegmentCall<unknown>, 'pack' | 'compute'>;

/**
 * Patch vectors in one of the forms of CLIP's last layer.
 *
 * @param features of the part asked about, or of the whole grid that it was cut from
 * @param form null: the pack's own `dense`, under the name that the pack gives it
 * @throws PLUGIN_UNAVAILABLE saying what the pack lacks for this form, and where to get a pack that has it
 */
export async function denseForm({ pack, compute }: Call, features: Features, form: MaskclipForm | null): Promise<DenseForm> {
  if (form === null) return { name: pack.form, patches: features.output('dense') };
  const { name, attention, residual, output } = FORMS[form];
  const tail = pack.tail.includes(attention);
  // Every pack has `dense`; only beside a tail or the residual form it is CLIP's value path and no stand-in.
  const real = tail || features.outputs.has('denseResidual');
  if (output !== null && real && features.outputs.has(output)) return { name, patches: features.output(output) };
  if (tail) return { name, patches: await compute.tail({ features, attention, residual }) };
  const lacking = output === null ? `no tail with the attention ${attention}` : `neither a tail nor the output denseResidual`;
  throw new DenseqlError(
    'PLUGIN_UNAVAILABLE',
    `by.maskclip.form: ${form} cannot run on the pack ${pack.name}, which has ${lacking}. Packs compiled from a CLIP checkpoint have it, e.g. ` +
      'by `denseql models pull openai/clip-vit-base-patch16`; `image(encoder:)` names the pack. Null takes the form that a pack has.',
    { pack: pack.name, form },
  );
}
