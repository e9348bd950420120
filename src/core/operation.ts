import { setMaxListeners } from 'node:events';
import { Budget, type BudgetKind, type BudgetLimits, type Purse } from './budget.js';
import { ANYBODY, type Client } from './client.js';
import { DenseqlError } from './errors.js';
import type { Lane } from './lane.js';
import { whyOver } from './when-over.js';

/** Where an operation's time went, in milliseconds, summed over parallel work. */
export type TimingStage = 'decode' | 'queue' | 'encode' | 'text' | 'method' | 'pixels';

/** What an operation has cost so far. */
export interface Tally {
  encoderRuns: number;
  cacheHits: number;
  textRuns: number;
  readonly timings: Partial<Record<TimingStage, number>>;
}

/** Fields that say that the answer is too large; further ones are null without a word where they may be null. */
const MOST_TOLD = 100;

/** One GraphQL operation (or one CLI command): who asks, until when, what it may still ask for, and what it has cost so far. */
export class Operation {
  readonly tally: Tally = { encoderRuns: 0, cacheHits: 0, textRuns: 0, timings: {} };
  readonly budget: Budget;
  /** Queues take turns by it; also what work of one operation is shared under. */
  readonly lane: Lane;
  private purse: Purse;
  private readonly answer: { full: DenseqlError | null; told: number } = { full: null, told: 0 };
  /** Content hashes. */
  private readonly pictures = new Set<string>();

  constructor(
    readonly id: string,
    /** Aborts when the client leaves, or with a typed error as its reason. */
    readonly signal: AbortSignal,
    /** Clock time (performance.now) after which nothing of this operation is worth doing. */
    readonly deadline: number,
    limits: BudgetLimits = {},
    /** Who asks. */
    readonly client: Client = ANYBODY,
    /** Takes room for bytes of the answer, beside what answers others wait for. @throws OVERLOADED, CANCELLED */
    private readonly holdAnswer: (bytes: number) => void = () => undefined,
  ) {
    this.budget = new Budget(limits);
    this.purse = this.budget;
    this.lane = { client: client.who };
    // One listener a piece of work that waits: a query of many fields has many at once. Each is taken off when its work ends, so
    // that Node's warning of a leak from the eleventh on would be wrong.
    setMaxListeners(0, signal);
  }

  /** Begins the key of whatever is kept, or shared with other operations: {@link Client.scope}. */
  get scope(): string {
    return this.client.scope;
  }

  /** This operation as one of its answers has it: the same in all, but what it takes comes out of its share of the budget, see {@link Budget.share}. */
  forAnswer(): Operation {
    const answer = Object.create(this) as Operation;
    answer.purse = this.budget.share();
    return answer;
  }

  /** Counts passes before they are queued, for this operation and for who asks. @throws LIMIT_EXCEEDED, RATE_LIMITED */
  async takePasses(count: number): Promise<void> {
    this.take('passes', count);
    try {
      await this.client.takePasses(count);
    } catch (refused) {
      this.purse.giveBack('passes', count);
      throw refused;
    }
  }

  /** Gives back passes that were counted and that the queue did not take. */
  async returnPasses(count: number): Promise<void> {
    this.purse.giveBack('passes', count);
    await this.client.returnPasses(count);
  }

  /** Counts work before it is done. @throws LIMIT_EXCEEDED */
  take(kind: BudgetKind, count: number): void {
    this.purse.take(kind, count);
  }

  /** Counts a picture before it is decoded; one that was counted before is free. @param content its hash @throws LIMIT_EXCEEDED */
  takePicture(content: string): void {
    if (this.pictures.has(content)) return;
    this.take('images', 1);
    this.pictures.add(content);
  }

  /**
   * Counts a part of the answer before it is put together. Once one is refused, all further ones are: what is too much already must not be made only to
   * fail, field by field.
   * @throws LIMIT_EXCEEDED, OVERLOADED
   */
  takeAnswer(kind: 'answerFields' | 'answerBytes', count: number): void {
    this.throwIfFull();
    try {
      this.take(kind, count);
      if (kind === 'answerBytes') this.holdAnswer(count);
    } catch (error) {
      this.answer.full = error as DenseqlError;
      throw error;
    }
  }

  /** @throws LIMIT_EXCEEDED, OVERLOADED where a part of the answer was refused already */
  throwIfFull(): void {
    if (!this.answer.full) return;
    this.answer.told += 1;
    throw this.answer.full;
  }

  /** Whether that an answer is too large was told so often that more of it would be the next thing that is too large. */
  get toldFull(): boolean {
    return this.answer.told >= MOST_TOLD;
  }

  addTiming(stage: TimingStage, milliseconds: number): void {
    const { timings } = this.tally;
    timings[stage] = (timings[stage] ?? 0) + milliseconds;
  }

  /** @throws CANCELLED or the reason of the signal, DEADLINE_EXCEEDED */
  throwIfOver(): void {
    if (this.signal.aborted) throw whyOver(this.signal);
    if (performance.now() > this.deadline)
      throw new DenseqlError('DEADLINE_EXCEEDED', 'The deadline passed while running.', { phase: 'running' });
  }
}
