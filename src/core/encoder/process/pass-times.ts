import type { Work } from '../contract/work.js';

const KEPT = 15;
/** A first pass may compile kernels for a device. */
const UNCALIBRATED_LIMIT_MS = 120_000;

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

const kindOf = (work: Work): string => (work.type === 'graph' ? work.graph : work.type);

const picturesOf = (work: Work): number => (work.type === 'image' ? (work.count ?? 1) : 1);

const unitsOf = (work: Work): number => {
  if (work.type === 'image') return work.width * work.height * picturesOf(work);
  if (work.type === 'prompts') return work.prompts.length;
  return work.type === 'texts' ? work.texts.length : 1;
};

/** How long passes take, by kind and size: tells a hang from a slow pass, and a client when to come back. */
export class PassTimes {
  private readonly perUnit = new Map<string, number[]>();
  private readonly recent: number[] = [];

  /** @param floorMs no pass is called a hang before this */
  constructor(private readonly floorMs = 10_000) {}

  record(work: Work, milliseconds: number): void {
    const kind = kindOf(work);
    const known = this.perUnit.get(kind) ?? [];
    known.push(milliseconds / unitsOf(work));
    if (known.length > KEPT) known.shift();
    this.perUnit.set(kind, known);
    this.recent.push(milliseconds / picturesOf(work));
    if (this.recent.length > KEPT) this.recent.shift();
  }

  /** Milliseconds after which this work counts as hung: 20 times what its size should take. */
  limit(work: Work): number {
    const known = this.perUnit.get(kindOf(work));
    if (known === undefined) return Math.max(this.floorMs, UNCALIBRATED_LIMIT_MS);
    return Math.max(this.floorMs, 20 * median(known) * unitsOf(work));
  }

  /** Median of the latest passes of any kind, of one picture each, in milliseconds; 0 before the first. */
  typical(): number {
    return median(this.recent);
  }
}
