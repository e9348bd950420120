import { setMaxListeners } from 'node:events';
import { ANYBODY, type Client } from './client.js';
import { DenseqlError, limitExceeded } from './errors.js';
import { cancelled } from './when-over.js';

/** Where an operation's time went, in milliseconds, summed over parallel work. */
export type TimingStage = 'decode' | 'queue' | 'encode' | 'text' | 'method' | 'pixels';

export interface OperationLimits {
  readonly maxPasses: number;
  readonly maxTexts: number;
  readonly maxMaskPixels: number;
  /** Different pictures. Absent: as many as are asked for. */
  readonly maxImages?: number;
}

/**
 * One GraphQL operation (or one CLI command): who asks, until when, and what it has cost so far.
 * The queue takes turns between operations, by identity of this object.
 */
export class Operation {
  encoderRuns = 0;
  cacheHits = 0;
  textRuns = 0;
  readonly timings: Partial<Record<TimingStage, number>> = {};
  private passes = 0;
  private texts = 0;
  private maskPixels = 0;
  /** Content hashes. */
  private readonly pictures = new Set<string>();

  constructor(
    readonly id: string,
    /** Aborts when the client leaves. */
    readonly signal: AbortSignal,
    /** Clock time (performance.now) after which nothing of this operation is worth doing. */
    readonly deadline: number,
    private readonly limits: OperationLimits,
    /** Who asks. */
    readonly client: Client = ANYBODY,
  ) {
    // One listener a piece of work that waits: a query of many fields has many at once. Each is taken off when its work ends, so
    // that Node's warning of a leak from the eleventh on would be wrong.
    setMaxListeners(0, signal);
  }

  /** Begins the key of whatever is kept, or shared with other operations: {@link Client.scope}. */
  get scope(): string {
    return this.client.scope;
  }

  /** Counts passes before they are queued, for this operation and for who asks. @throws LIMIT_EXCEEDED, RATE_LIMITED */
  async reservePasses(count: number): Promise<void> {
    this.passes += count;
    if (this.passes > this.limits.maxPasses) throw limitExceeded('MAX_PASSES', this.passes, this.limits.maxPasses, 'encoder passes');
    try {
      await this.client.takePasses(count);
    } catch (refused) {
      this.passes -= count;
      throw refused;
    }
  }

  /** Gives back passes that were counted and that the queue did not take. */
  async returnPasses(count: number): Promise<void> {
    this.passes -= count;
    await this.client.returnPasses(count);
  }

  /** Counts texts before they are queued. @throws LIMIT_EXCEEDED */
  reserveTexts(count: number): void {
    this.texts += count;
    if (this.texts > this.limits.maxTexts) throw limitExceeded('MAX_TEXTS', this.texts, this.limits.maxTexts, 'texts');
  }

  /** Counts mask pixels (labels x height x width) before they are made. @throws LIMIT_EXCEEDED */
  reserveMaskPixels(count: number): void {
    this.maskPixels += count;
    if (this.maskPixels > this.limits.maxMaskPixels)
      throw limitExceeded('MAX_MASK_PIXELS', this.maskPixels, this.limits.maxMaskPixels, 'mask pixels');
  }

  /** Counts a picture before it is decoded; one that was counted before is free. @throws LIMIT_EXCEEDED */
  countPicture(content: string): void {
    const { maxImages = Infinity } = this.limits;
    this.pictures.add(content);
    if (this.pictures.size > maxImages) throw limitExceeded('MAX_IMAGES', this.pictures.size, maxImages, 'pictures');
  }

  addTiming(stage: TimingStage, milliseconds: number): void {
    this.timings[stage] = (this.timings[stage] ?? 0) + milliseconds;
  }

  /** @throws CANCELLED, DEADLINE_EXCEEDED */
  throwIfOver(): void {
    if (this.signal.aborted) throw cancelled();
    if (performance.now() > this.deadline)
      throw new DenseqlError('DEADLINE_EXCEEDED', 'The deadline passed while running.', { phase: 'running' });
  }
}
