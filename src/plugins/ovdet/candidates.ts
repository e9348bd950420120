import { breather, type DetectCall } from '../../core/index.js';
import type { BackgroundText } from './background.js';
import type { OvdetOptions } from './options.generated.js';
import { suppress } from './overlap.js';
import { suppressParts } from './parts.js';
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
  /** What a box of a label is held back to. */
  readonly guard: (proposal: Proposal, label: number) => number;
}

/** A candidate's score, of what its texts say. */
export const scoreOf = (proposal: Proposal, label: number, named: Named, { scoring, backgroundWeight, guard }: Naming): number =>
  mixed(proposal.quality, named.labels[label]!, scoring) * (1 - backgroundWeight * (named.background ?? 0)) * guard(proposal, label);

/** A proposal as one candidate for each label. */
export function candidatesOf(proposal: Proposal, vector: Float32Array, naming: Naming): Candidate[] {
  const named = name(vector, naming.labels, naming.background, naming.scoring);
  return naming.labels.map((_, label) => ({
    ...proposal,
    label,
    vector,
    score: scoreOf(proposal, label, named, naming),
    backgroundScore: named.background,
  }));
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
