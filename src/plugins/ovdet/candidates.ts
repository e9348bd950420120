import { breather, type DetectCall } from '../../core/index.js';
import type { BackgroundText } from './background.js';
import type { OvdetOptions } from './options.generated.js';
import { suppress } from './overlap.js';
import { suppressParts, WORTH } from './parts.js';
import type { Proposal } from './proposal.js';
import { mixed, name, type Named, type Scoring } from './scoring.js';

/** A proposal for one label. */
export interface Candidate extends Proposal {
  readonly label: number;
  readonly score: number;
  readonly vector: Float32Array;
  readonly backgroundScore: number | null;
}

/** What candidates are made with, alike for all of a call. */
export interface Naming {
  readonly labels: readonly (readonly Float32Array[])[];
  readonly background: readonly BackgroundText[];
  readonly scoring: Scoring;
  /** How much of its score an object loses by background. */
  readonly backgroundWeight: number;
}

/** A candidate's score, of what its texts say, before anything holds it back. */
const scoreOf = (quality: number, label: number, named: Named, { scoring, backgroundWeight }: Naming): number =>
  mixed(quality, named.labels[label]!, scoring) * (1 - backgroundWeight * (named.background ?? 0));

/** The score below which a candidate changes no answer whose objects have `least`: it is none, and no whole thing that theirs are parts of. */
export const leastThatCounts = (least: number): number => WORTH * least;

/** The quality below which no proposal gets a score, whatever its texts say of it. */
export const leastQuality = (score: number, { qualityShare }: Scoring): number => (qualityShare > 0 ? score ** (1 / qualityShare) : 0);

/** A proposal as a candidate for each label whose score is `least` or more, before anything holds it back. */
export function candidatesOf(proposal: Proposal, vector: Float32Array, naming: Naming, least: number): Candidate[] {
  const named = name(vector, naming.labels, naming.background, naming.scoring);
  return naming.labels.flatMap((_, label) => {
    const score = scoreOf(proposal.quality, label, named, naming);
    return score >= least ? [{ ...proposal, label, vector, score, backgroundScore: named.background }] : [];
  });
}

/** A candidate by another look at it. */
export function renamed(candidate: Candidate, vector: Float32Array, naming: Naming): Candidate {
  const named = name(vector, naming.labels, naming.background, naming.scoring);
  return { ...candidate, vector, score: scoreOf(candidate.quality, candidate.label, named, naming), backgroundScore: named.background };
}

/** Of each label what is no repetition and no part of another; the best first. */
export async function chosen(
  { labels, signal, options: { overlap, parts } }: Pick<DetectCall<OvdetOptions>, 'labels' | 'options' | 'signal'>,
  all: readonly Candidate[],
): Promise<Candidate[]> {
  const breathe = breather(signal);
  const each: Candidate[] = [];
  for (const label of labels.keys()) {
    const own = all.filter((candidate) => candidate.label === label).sort((a, b) => b.score - a.score);
    const single = suppress(
      own.map(({ box }) => box),
      overlap,
    ).map((place) => own[place]!);
    each.push(...(parts === 'OFF' ? single : suppressParts(single, parts === 'GROUP')));
    await breathe();
  }
  return each.sort((a, b) => b.score - a.score);
}
