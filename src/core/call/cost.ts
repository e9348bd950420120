/** What the looks of one answer have cost so far, those of answers that it asked for included. */
export class Cost {
  encoderRuns = 0;
  /** Whether every look so far was in the cache; true without any. */
  cacheHit = true;

  add(look: { readonly encoderRuns: number; readonly cacheHit: boolean }): void {
    this.encoderRuns += look.encoderRuns;
    this.cacheHit &&= look.cacheHit;
  }
}
