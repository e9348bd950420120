import {
  breather,
  cosineMaps,
  presence,
  textsWithExamples,
  wholeGrid,
  type DetectCall,
  type DetectedThing,
  type Detector,
  type DetectResult,
} from '../../core/index.js';
import { attributeScores } from './attributes.js';
import { backgroundTexts } from './background.js';
import { candidatesOf, chosen, type Candidate, type Naming } from './candidates.js';
import { findProposals, formOf, headFor } from './find-proposals.js';
import type { Head } from './head.js';
import type { OvdetOptions } from './options.generated.js';
import { oversizeGuard } from './oversize.js';
import { regionVectors, unitMeans } from './region-vectors.js';
import { rescoredVectors } from './rescore.js';

type Call = DetectCall<OvdetOptions, Head>;

/** Constants of packs without a head. The score lets more through that is wrong than what is right: docs/detection.md says why. */
const FREE = { qualityShare: 0.35, minScore: 0.5 };

/**
 * The best candidates named again by crops that are encoded at LOW: each a pass. Both looks' vectors are averaged.
 * @throws LIMIT_EXCEEDED
 */
async function rescored(call: Call, found: readonly Candidate[], naming: Naming): Promise<Candidate[]> {
  const first = found.slice(0, call.options.rescore);
  const seen = await rescoredVectors(call, first);
  const again = first.map((candidate, place): Candidate => {
    const vector = unitMeans(candidate.vector, seen[place]);
    return candidatesOf(candidate, vector, naming)[candidate.label]!;
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
    const features = wholeGrid(call.features);
    const said = await call.text.labels(call.labels, call.prompts);
    const labels = await textsWithExamples(call, said, options.examples ?? [], 'by.ovdet.examples');
    const background = await backgroundTexts(call, call.features, labels, options.scenes);
    const texts = [...labels, ...background.map(({ vector }) => [vector])];
    const maps = await cosineMaps(features.output('dense'), texts, call.signal);
    const inside = await findProposals(call, head, { ...options, maps, labels: labels.length });
    const guard = options.oversizeGuard ? oversizeGuard(features, maps, labels.length) : null;
    const cells = features.rows * features.columns;
    const there = labels.map(
      (_, label) => presence(maps.subarray(label * cells, (label + 1) * cells), pack.calibration.presence) ** options.presence,
    );
    const naming: Naming = {
      labels,
      background,
      scoring: {
        presence: head?.scoring?.presence ?? pack.calibration.presence,
        scale: pack.logitScale,
        qualityShare: options.qualityShare ?? head?.scoring?.qualityShare ?? FREE.qualityShare,
      },
      backgroundWeight: options.backgroundWeight,
      guard: ({ box }, label) => there[label]! * (guard?.(box, label) ?? 1),
    };
    const vectors = regionVectors(
      features.output('dense'),
      inside.map(({ patches }) => patches),
    );
    const breathe = breather(call.signal);
    const all: Candidate[] = [];
    for (const [place, proposal] of inside.entries()) {
      all.push(...candidatesOf(proposal, vectors[place]!, naming));
      await breathe();
    }
    const first = await chosen(call, all);
    const seenAgain = head?.scoring?.rescored ?? naming.scoring.presence;
    const again: Naming = { ...naming, scoring: { ...naming.scoring, presence: seenAgain } };
    const found = options.rescore > 0 ? await chosen(call, await rescored(call, first, again)) : first;
    const least = call.minScore ?? head?.scoring?.minScore ?? FREE.minScore;
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
