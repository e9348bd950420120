import { breather, cosineMaps, sampleChannel, wholeGrid, type SegmentCall, type Segmenter, type SegmentResult } from '../../core/index.js';
import { findProposals, formOf, headFor } from './find-proposals.js';
import type { Head } from './head.js';
import type { OvsegOptions } from './options.generated.js';
import { suppress } from './overlap.js';
import type { Proposal } from './proposal.js';
import { regionVectors, unitMeans } from './region-vectors.js';
import { maskedVectors, rescoredVectors } from './rescore.js';
import { mixed, name, type Scoring } from './scoring.js';

type Call = SegmentCall<OvsegOptions, Head>;

/** Of places that overlap by more, the best is named. */
const SAME = 0.7;
/** Constants of packs without a head. */
const QUALITY_SHARE = 0.35;

const cropsOf = (masked: boolean): string => (masked ? 'crops with mask prompts, for the rest ' : 'crops and ');

/** What a proposal says of each label and background text. */
interface Named {
  readonly proposal: Proposal;
  readonly shares: readonly number[];
}

/**
 * OVSeg (Liang et al. 2023, arXiv:2210.04150): class-agnostic masks first, each named by its own crop, with mask prompts where the pack has them. A pixel's value is the highest of the masks that hold it, each
 * the geometric mean of how good a mask it is and of what its name says; the paper sums them, which is nothing absolute.
 */
export class Ovseg implements Segmenter<OvsegOptions, Head> {
  /** @throws PLUGIN_UNAVAILABLE for a head that the pack lacks; LIMIT_EXCEEDED for passes */
  async segment(call: Call): Promise<SegmentResult> {
    const { options, pack, signal } = call;
    const head = headFor(call, 'by.ovseg.form');
    const asked = (call.background ?? []).filter((text) => !call.labels.includes(text));
    const texts = await call.text.labels([...call.labels, ...asked], call.prompts);
    const pass = wholeGrid(call.features);
    const dense = pass.output('dense');
    const free = head ? null : { maps: await cosineMaps(dense, texts, signal), labels: call.labels.length, tree: true };
    const found = await findProposals(call, head, { proposals: options.proposals, leastQuality: 0, free });
    const single = suppress(
      found.map(({ box }) => box),
      SAME,
    ).map((place) => found[place]!);
    const own = regionVectors(
      dense,
      single.map(({ patches }) => patches),
    );
    const again = single.slice(0, options.crops);
    const crops = await (pack.masked ? maskedVectors(call, again) : rescoredVectors(call, again));
    // A vector by mask prompts stands alone, as the paper has it: it is one of whole pictures, and the patches' are not.
    const vectors = own.map((vector, place) => (pack.masked ? (crops[place] ?? vector) : unitMeans(vector, crops[place])));
    const scoring: Scoring = {
      presence: head?.scoring?.presence ?? pack.calibration.presence,
      scale: pack.logitScale,
      qualityShare: head?.scoring?.qualityShare ?? QUALITY_SHARE,
    };
    const named = single.map((proposal, place): Named => {
      const { labels } = name(vectors[place]!, texts, [], scoring);
      return { proposal, shares: labels.map((share) => mixed(proposal.quality, share, scoring)) };
    });

    const fine = head?.fine ?? 1;
    const [rows, columns] = [call.features.rows * fine, call.features.columns * fine];
    const cells = rows * columns;
    const data = new Float32Array(texts.length * cells);
    const breathe = breather(signal);
    for (const { proposal, shares } of named) {
      const mask = sampleChannel(proposal.mask, 0, call.features.frame, { width: columns, height: rows });
      for (const [label, share] of shares.entries())
        for (let cell = 0; cell < cells; cell += 1)
          data[label * cells + cell] = Math.max(data[label * cells + cell]!, Math.min(1, mask[cell]! * share));
      await breathe();
    }
    return {
      form: `${formOf(head)}, ${options.crops > 0 ? cropsOf(pack.masked) : ''}patches pooled in masks`,
      scores: call.labels.map((_, label) => named.reduce((best, { shares }) => Math.max(best, Math.min(1, shares[label]!)), 0)),
      maps: { channels: texts.length, rows, columns, data, frame: call.features.frame },
      competes: call.labels.map(() => true),
      threshold: options.threshold,
      refine: 'GUIDED',
    };
  }
}
