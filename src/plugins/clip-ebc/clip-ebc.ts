import { cosines, DenseqlError, inverseNorms, presence } from '../../core/index.js';
import type { CountCall, Counter, CountResult, Features, PackFacts, ScoreMaps } from '../../core/index.js';
import type { Counted } from './counted.js';
import { integrate, type Field } from './field.js';
import { chooseBlock, readHead, type Head } from './head.js';
import { countByHead } from './head-form.js';
import { readOptions, type ClipEbcForm, type ClipEbcOptions } from './options.js';
import { tileBoxes } from './tiles.js';
import { countTrainingFree } from './training-free.js';

type Call = CountCall<Partial<ClipEbcOptions>>;

/** Below it a label counts as absent, where neither caller nor head says otherwise. */
const MIN_PRESENCE = 0.5;

/** The head to count with, or null for the form without. @throws PLUGIN_UNAVAILABLE where HEAD is asked for and the pack has none */
function headFor(form: ClipEbcForm | null, pack: PackFacts): Head | null {
  if (form === 'TRAINING_FREE') return null;
  const head = readHead(pack);
  if (head || form === null) return head;
  throw new DenseqlError(
    'PLUGIN_UNAVAILABLE',
    `by.clipEbc.form: HEAD needs a counting head, which the pack ${pack.name} does not carry (pack.json, heads.clip-ebc). ` +
      'TRAINING_FREE runs on every pack with dense vectors; null takes the form that a pack has.',
    { pack: pack.name, form },
  );
}

/** One vector for all names of the label, unit length: a head is fed one. */
function meanOf(names: readonly Float32Array[]): Float32Array {
  const sum = new Float64Array(names[0]?.length ?? 0);
  for (const name of names) name.forEach((value, d) => (sum[d]! += value));
  const length = Math.sqrt(sum.reduce((total, value) => total + value * value, 0));
  return Float32Array.from(sum, (value) => (length > 0 ? value / length : 0));
}

/** How sure the pack's calibration is that one of the names is in a pass, 0 to 1. */
function presenceIn(features: Features, names: readonly Float32Array[], { calibration }: PackFacts): number {
  const dense = features.output('dense');
  return presence(cosines(dense, inverseNorms(dense), names), calibration.presence);
}

/** Density as the host takes it: things per block. */
const toMaps = ({ rows, columns, x, y, cell, data }: Field, present: boolean): ScoreMaps => ({
  channels: 1,
  rows,
  columns,
  frame: { x, y, width: columns * cell.width, height: rows * cell.height },
  data: Float32Array.from(data, (value) => (present ? value * cell.width * cell.height : 0)),
});

/**
 * CLIP-EBC (Ma, Sanchez, Guha 2024, arXiv:2403.09281) and its two-head variant ZIP, by a head that the pack carries; without one a training-free
 * stand-in (training-free.ts). Whether the label is there at all is asked of the pack's calibration.
 */
export class ClipEbc implements Counter<Partial<ClipEbcOptions>> {
  /** @throws BAD_INPUT for options out of range; PLUGIN_UNAVAILABLE, PACK_INVALID, PLUGIN_FAILED about the head; LIMIT_EXCEEDED for tiles */
  async count(call: Call): Promise<CountResult> {
    const { of, features, pack, image } = call;
    const options = readOptions(call.options);
    const head = headFor(options.form, pack);
    const block = head ? chooseBlock(head, options.blockSize) : null;
    const background = head ? [] : [...new Set(pack.calibration.background)].filter((text) => text !== of);
    const texts = await call.text.labels([of, ...background], call.prompts);
    const names = texts[0]!;

    const boxes = options.tiles > 1 ? tileBoxes(image.box, options.tiles) : [];
    const passes = boxes.length > 1 ? await call.visual.encode(boxes) : [features];
    const looks = new Set([features, ...passes]);
    const score = Math.max(...Array.from(looks, (look) => presenceIn(look, names, pack)));
    const present = score >= (options.minPresence ?? head?.minPresence ?? MIN_PRESENCE);

    const counted: Counted =
      head && block ? await countByHead(call, head, block, meanOf(names), passes) : await countTrainingFree(call, texts, passes);
    const { form, density, variance, points, saturated } = counted;
    const total = Math.round(integrate(density, image.box) * 1e9) / 1e9; // 1, not 0.9999999999999998
    return {
      form,
      total: present ? total : 0,
      uncertainty: present && variance !== null ? Math.sqrt(variance) : null,
      density: toMaps(density, present),
      points: present ? points : [],
      saturated: present && saturated,
      score,
    };
  }
}
