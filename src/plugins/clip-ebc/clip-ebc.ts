import { badInput, cosines, DenseqlError, inverseNorms, meanUnit, presence } from '../../core/index.js';
import type { Box, CountCall, Counter, CountResult, Detail, Features, PackFacts, ScoreMaps } from '../../core/index.js';
import { agreed, type Word } from './agreed.js';
import { countConverted, refuseOtherLooks } from './converted-form.js';
import { checkCounts, type ConvertedHead } from './converted-head.js';
import type { Counted } from './counted.js';
import { headOfExamples, shownBy } from './examples.js';
import { integrate, type Field } from './field.js';
import { chooseBlock, isConverted, type Head } from './head.js';
import { countByHead } from './head-form.js';
import type { ClipEbcForm, ClipEbcOptions } from './options.generated.js';
import { pointsOf } from './points.js';
import { rescore } from './rescore.js';
import { tileBoxes } from './tiles.js';
import { countTrainingFree } from './training-free.js';

type AnyHead = Head | ConvertedHead;
type Call = CountCall<ClipEbcOptions, AnyHead>;

/** Below it a label counts as absent, where neither caller nor head says otherwise. */
const MIN_PRESENCE = 0.5;

/** @throws BAD_INPUT */
function refuseBothLooks({ tiles, rescore }: ClipEbcOptions): void {
  if (tiles > 1 && rescore > 0)
    throw badInput('by.clipEbc.rescore', 'must be 0 where tiles is more than 1: both look closer, one of them at a time.');
}

/** The head to count with, or null for the form without. @throws PLUGIN_UNAVAILABLE where HEAD is asked for and the pack has none */
function headFor(form: ClipEbcForm | null, pack: PackFacts<AnyHead>): AnyHead | null {
  if (form === 'TRAINING_FREE') return null;
  const head = pack.head ?? null;
  if (head || form === null) return head;
  throw new DenseqlError(
    'PLUGIN_UNAVAILABLE',
    `by.clipEbc.form: HEAD needs a counting head, which the pack ${pack.name} does not carry (pack.json, heads.clip-ebc). ` +
      'TRAINING_FREE runs on every pack with dense vectors; null takes the form that a pack has.',
    { pack: pack.name, form },
  );
}

/** Of crops that are encoded again; undefined: the visual's own. */
const cropDetail = (head: AnyHead | null, detail: Detail): Detail | undefined =>
  head && !isConverted(head) ? head.cropDetail[detail] : undefined;

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

/** The result over a box, behind the presence gate. */
function answer({ form, density, variance, points, saturated }: Counted, box: Box, present: boolean, score: number | null): CountResult {
  const total = Math.round(integrate(density, box) * 1e9) / 1e9; // 1, not 0.9999999999999998
  return {
    form,
    total: present ? total : 0,
    uncertainty: present && variance ? Math.sqrt(integrate(variance, box)) : null,
    density: toMaps(density, present),
    points: present ? (points ?? pointsOf(density, box)) : [],
    saturated: present && saturated,
    score,
  };
}

/** What a form counts in passes over a box. */
type Form = (passes: readonly Features[], box: Box) => Promise<Counted>;

/** @throws BAD_INPUT for a block size, or a label, that the head does not know */
function formOf(call: Call, head: AnyHead | null, options: ClipEbcOptions, texts: readonly (readonly Float32Array[])[]): Form {
  const within = (box: Box): Call => ({ ...call, image: { ...call.image, box } });
  if (!head) return (passes, box) => countTrainingFree(within(box), texts, passes);
  if (isConverted(head)) return () => countConverted(call, head);
  const block = chooseBlock(head, options.blockSize);
  if (options.examples) {
    const clue = shownBy(call, head.examples ?? [], options.examples);
    return (passes, box) => countByHead(within(box), { head, block, clue, least: 0 }, passes);
  }
  // One vector for all names: a head is fed one.
  const clue = meanUnit(texts[0]!);
  const least = options.minPresence ?? head.minPresence ?? MIN_PRESENCE;
  return (passes, box) => countByHead(within(box), { head, block, clue, least }, passes);
}

/**
 * CLIP-EBC (Ma, Sanchez, Guha 2024, arXiv:2403.09281) and its two-head variant ZIP, by a head that the pack carries, or a released one with an
 * encoder of its own; without one a training-free stand-in (training-free.ts). Whether the label is there at all is asked of the head
 * where it says so, else of the pack's calibration. What examples show is there: nothing is asked.
 */
export class ClipEbc implements Counter<ClipEbcOptions, AnyHead> {
  /**
   * @throws BAD_INPUT for closer looks of both kinds at once, for examples outside the pass, and for what a released head does not count; PLUGIN_UNAVAILABLE, PACK_INVALID, PLUGIN_FAILED about
   *   the head; LIMIT_EXCEEDED for tiles, crops or windows beyond MAX_PASSES
   */
  async count(call: Call): Promise<CountResult> {
    const { of, features, pack, image, look, options } = call;
    refuseBothLooks(options);
    const head = options.examples ? headOfExamples(options, pack.head ?? null, pack) : headFor(options.form, pack);
    if (head && isConverted(head)) {
      refuseOtherLooks(options, head);
      checkCounts(of, call.prompts.synonyms, head);
    }
    const background = head ? [] : [...new Set(pack.calibration.background)].filter((text) => text !== of);
    // With examples the word is what the answer is called, and read by nobody.
    const texts = options.examples ? [] : await call.text.labels([of, ...background], call.prompts);
    const form = formOf(call, head, options, texts);

    const boxes = options.tiles > 1 ? tileBoxes(image.box, options.tiles) : [];
    const passes = boxes.length > 1 ? await look.encode(boxes) : [features];
    const first = await form(passes, image.box);
    const { counted, passes: closer } = await rescore({
      box: image.box,
      first,
      most: options.rescore,
      encode: (crops) => look.encode(crops, cropDetail(head, image.detail)),
      count: (pass, box) => form([pass], box),
    });
    if (options.examples) return answer(counted, image.box, true, null);
    const word = (pass: Features): Word => ({
      presence: presenceIn(pass, texts[0]!, pack),
      things: integrate(counted.density, pass.frame),
    });
    const score = counted.presence ?? agreed((closer.length > 0 ? closer : passes).map(word));
    const present = score >= (options.minPresence ?? head?.minPresence ?? MIN_PRESENCE);
    return answer(counted, image.box, present, score);
  }
}
