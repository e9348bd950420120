import {
  breather,
  cosineMaps,
  textsWithExamples,
  wholeGrid,
  type DetectCall,
  type DetectedThing,
  type Detector,
  type DetectResult,
} from '../../core/index.js';
import { attributeScores } from './attributes.js';
import { backgroundTexts } from './background.js';
import { candidatesOf, chosen, leastQuality, leastThatCounts, renamed, type Candidate, type Naming } from './candidates.js';
import { findProposals, formOf, headFor } from './find-proposals.js';
import type { Head } from './head.js';
import { holdBack } from './hold-back.js';
import type { OvdetOptions } from './options.generated.js';
import { regionVectors, unitMeans } from './region-vectors.js';
import { rescoredVectors } from './rescore.js';
import type { Scoring } from './scoring.js';

type Call = DetectCall<OvdetOptions, Head>;

/** Constants of packs without a head. The score lets more through that is wrong than what is right: docs/detection.md says why. */
const FREE = { qualityShare: 0.35, minScore: 0.5 };

/**
 * The best candidates named again by crops that are encoded at LOW: each a pass. Both looks' vectors are averaged.
 * @param hold what a candidate's score is multiplied by
 * @throws LIMIT_EXCEEDED
 */
async function rescored(
  call: Call,
  found: readonly Candidate[],
  naming: Naming,
  hold: (candidate: Candidate) => number,
): Promise<Candidate[]> {
  const first = found.slice(0, call.options.rescore);
  const seen = await rescoredVectors(call, first);
  const again = first.map((candidate, place): Candidate => {
    const other = renamed(candidate, unitMeans(candidate.vector, seen[place]), naming);
    return { ...other, score: other.score * hold(candidate) };
  });
  return [...again, ...found.slice(first.length)];
}

/**
 * Open-vocabulary detection in one pass: class-agnostic proposals, named by the mean of the patches in their masks, as F-VLM does with boxes
 * (arXiv:2209.15639), with background texts of the picture's own beside the labels (BIRDet, arXiv:2410.08645).
 */
export class Ovdet implements Detector<OvdetOptions, Head> {
  /** @throws PLUGIN_UNAVAILABLE for a head that the pack lacks; LIMIT_EXCEEDED for passes */
  async detect(call: Call): Promise<DetectResult> {
    const { options, pack } = call;
    const head = headFor(call, 'by.ovdet.form');
    const scoring: Scoring = {
      presence: head?.scoring?.presence ?? pack.calibration.presence,
      scale: pack.logitScale,
      qualityShare: options.qualityShare ?? head?.scoring?.qualityShare ?? FREE.qualityShare,
    };
    const least = call.minScore ?? head?.scoring?.minScore ?? FREE.minScore;
    const counts = leastThatCounts(least);
    const wanted = { proposals: options.proposals, leastQuality: leastQuality(counts, scoring) };
    // The head's picture is decoded, and the head runs, while texts are encoded.
    const [said, seen] = await Promise.all([
      call.text.labels(call.labels, call.prompts),
      head && findProposals(call, head, { ...wanted, free: null }),
    ]);
    const labels = await textsWithExamples(call, said, options.examples ?? [], 'by.ovdet.examples');
    const background = await backgroundTexts(call, call.features, labels, options.scenes);
    const dense = wholeGrid(call.features).output('dense');
    const looked = async () => {
      const maps = await cosineMaps(dense, [...labels, ...background.map(({ vector }) => [vector])], call.signal);
      return findProposals(call, null, { ...wanted, free: { maps, labels: labels.length, tree: options.tree } });
    };
    const inside = seen ?? (await looked());
    const naming: Naming = { labels, background, scoring, backgroundWeight: options.backgroundWeight };
    const vectors = regionVectors(
      dense,
      inside.map(({ patches }) => patches),
    );
    const breathe = breather(call.signal);
    const open: Candidate[] = [];
    for (const [place, proposal] of inside.entries()) {
      // A second look may raise what the first left low.
      open.push(...candidatesOf(proposal, vectors[place]!, naming, options.rescore > 0 ? 0 : counts));
      await breathe();
    }
    // A trained head's boxes fit their things: held back they are worse, the training-free form's are better (docs/detection.md).
    const hold = await holdBack({ ...call, guarded: options.oversizeGuard ?? !head }, labels, open);
    const first = await chosen(
      call,
      open.map((candidate) => ({ ...candidate, score: candidate.score * hold(candidate) })),
    );
    const seenAgain = { ...scoring, presence: head?.scoring?.rescored ?? scoring.presence };
    const again: Naming = { ...naming, scoring: seenAgain };
    const found = options.rescore > 0 ? await chosen(call, await rescored(call, first, again, hold)) : first;
    const answered = found.filter(({ score }) => score >= least).slice(0, call.limit);
    const attributes = await attributeScores(
      call,
      said,
      answered.map(({ label }) => label),
    );
    const objects = answered.map(({ box, label, score, mask, vector, backgroundScore }): DetectedThing => {
      return { label, box, score, mask, backgroundScore, embedding: vector, attributes: attributes(vector, label) };
    });
    const used = background.map(({ text, score }) => ({ text, score: Math.max(-1, Math.min(1, score)) }));
    return {
      form: `${formOf(head)}, background stand-in${options.examples === null ? '' : ', by examples'}`,
      objects,
      backgroundUsed: used.sort((a, b) => b.score - a.score),
    };
  }
}
