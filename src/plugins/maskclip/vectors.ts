import { wholeGrid, type SegmentCall, type Tensor } from '../../core/index.js';
import { denseForm } from './dense-form.js';
import { dinoise, dinoiserHead, type MaskclipHead } from './dinoiser.js';
import type { MaskclipOptions } from './options.generated.js';

type Call = SegmentCall<unknown, MaskclipHead>;

export interface Vectors {
  /** What to classify, [N, dims], not unit length. */
  readonly patches: Tensor;
  /** For Meta.form. */
  readonly form: string;
  /** Per patch, in [0, 1]; null unless the background policy asks for it. */
  readonly objectness: Float32Array | null;
}

/**
 * The patch vectors that the options ask for. No pass runs; forms and heads run in the encoder's process.
 * @throws PLUGIN_UNAVAILABLE for a form or a head that the pack lacks
 */
export async function patchVectors(call: Call, options: MaskclipOptions): Promise<Vectors> {
  const { features } = call;
  const smoothed = options.smoothing === 'DINOISER';
  const wantsObjectness = options.backgroundPolicy === 'OBJECTNESS';
  if (smoothed || wantsObjectness) {
    const head = dinoiserHead(call.pack, `by.maskclip.${smoothed ? 'smoothing: DINOISER' : 'backgroundPolicy: OBJECTNESS'}`);
    // CLIP-DINOiser pools the published code's form of MaskCLIP.
    const form = await denseForm(call, wholeGrid(features), options.form ?? (smoothed ? 'RESIDUAL' : null));
    const found = await dinoise(call, head, form.patches, options.dinoiserThreshold);
    const objectness = wantsObjectness ? found.objectness : null;
    if (smoothed) return { patches: found.patches, form: form.name, objectness };
    return { ...(await plain(call, options)), objectness };
  }
  return { ...(await plain(call, options)), objectness: null };
}

async function plain(call: Call, { form, smoothing }: MaskclipOptions): Promise<Omit<Vectors, 'objectness'>> {
  const { name, patches } = await denseForm(call, call.features, form);
  // A pack may smooth its own `dense`: what is smoothed here, or asked for without, starts from before that.
  const raw = form === null && smoothing !== 'PACK' && call.features.outputs.has('denseRaw');
  return { form: name, patches: raw ? call.features.output('denseRaw') : patches };
}
