import { limitExceeded } from './errors.js';

/** What one operation's budget counts, each with the setting that bounds it. */
export const BUDGET = Object.freeze({
  images: { setting: 'MAX_IMAGES', unit: 'different pictures' },
  inlineBytes: { setting: 'MAX_INLINE_BYTES', unit: 'bytes of pictures inside the query' },
  decodes: { setting: 'MAX_DECODES', unit: 'decodes' },
  regions: { setting: 'MAX_REGIONS', unit: 'regions' },
  passes: { setting: 'MAX_PASSES', unit: 'encoder passes' },
  texts: { setting: 'MAX_TEXTS', unit: 'texts' },
  labelRegions: { setting: 'MAX_LABEL_REGIONS', unit: 'labels times pictures and regions' },
  maskPixels: { setting: 'MAX_MASK_PIXELS', unit: 'mask pixels' },
  renderedPixels: { setting: 'MAX_RENDERED_PIXELS', unit: 'pixels of rendered pictures' },
  answerFields: { setting: 'MAX_ANSWER_FIELDS', unit: 'fields of list items' },
  answerBytes: { setting: 'MAX_ANSWER_BYTES', unit: 'bytes of the answer' },
} as const);

export type BudgetKind = keyof typeof BUDGET;

/** Most of each kind; what is absent is unbounded. */
export type BudgetLimits = Readonly<Partial<Record<BudgetKind, number>>>;

export const BUDGET_KINDS = Object.freeze(Object.keys(BUDGET) as BudgetKind[]);

/** @throws LIMIT_EXCEEDED */
export function refuseOver(kind: BudgetKind, asked: number, allowed: number): void {
  const { setting, unit } = BUDGET[kind];
  if (asked > allowed) throw limitExceeded(setting, asked, allowed, unit);
}

/** Whoever counts work before it is done. */
export interface Purse {
  /**
   * What is refused is not counted: who asks for too much fails alone.
   * @throws LIMIT_EXCEEDED naming the setting, what would be asked with this, and what is allowed
   */
  take(kind: BudgetKind, count: number): void;
  /** What was taken and will not be done. */
  giveBack(kind: BudgetKind, count: number): void;
}

type Counts = Record<BudgetKind, number>;

const none = (): Counts => Object.fromEntries(BUDGET_KINDS.map((kind) => [kind, 0])) as Counts;

/** What one operation may ask for, and has asked for, counted before any of it is done. */
export class Budget implements Purse {
  private readonly counts = none();
  private readonly shares: Counts[] = [];

  constructor(private readonly limits: BudgetLimits) {}

  get used(): Readonly<Counts> {
    return this.counts;
  }

  take(kind: BudgetKind, count: number): void {
    refuseOver(kind, this.counts[kind] + count, this.limits[kind] ?? Infinity);
    this.counts[kind] += count;
  }

  giveBack(kind: BudgetKind, count: number): void {
    this.counts[kind] -= count;
  }

  /**
   * A part of the budget for one of the operation's answers. One that asks for much, bit by bit, may use up what there is; each other is sure of its
   * even share all the same, the limit divided by the number of shares: what others took beyond theirs does not count against it.
   */
  share(): Purse {
    const mine = none();
    this.shares.push(mine);
    return {
      take: (kind, count) => {
        const limit = this.limits[kind] ?? Infinity;
        const even = limit / this.shares.length;
        const greed = mine[kind] + count > even ? 0 : this.shares.reduce((sum, share) => sum + Math.max(0, share[kind] - even), 0);
        refuseOver(kind, this.counts[kind] + count - greed, limit);
        this.counts[kind] += count;
        mine[kind] += count;
      },
      giveBack: (kind, count) => {
        this.giveBack(kind, count);
        mine[kind] -= count;
      },
    };
  }
}
