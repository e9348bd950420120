import { setMaxListeners } from 'node:events';
import { DenseqlError, limitExceeded } from './errors.js';
import { whyOver } from './when-over.js';

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
    /** Aborts when the client leaves, or with a typed error as its reason. */
    readonly signal: AbortSignal,
    /** Clock time (performance.now) after which nothing of this operation is worth doing. */
    readonly deadline: number,
    private readonly limits: OperationLimits,
  ) {
    // One listener a piece of work that waits: a query of many fields has many at once. Each is taken off when its work ends, so
    // that Node's warning of a leak from the eleventh on would be wrong.
    setMaxListeners(0, signal);
  }

  /** Counts passes before they are queued. @throws LIMIT_EXCEEDED */
  reservePasses(count: number): void {
    this.passes += count;
    if (this.passes > this.limits.maxPasses) throw limitExceeded('MAX_PASSES', this.passes, this.limits.maxPasses, 'encoder passes');
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

  /** @throws CANCELLED or the reason of the signal, DEADLINE_EXCEEDED */
  throwIfOver(): void {
    if (this.signal.aborted) throw whyOver(this.signal);
    if (performance.now() > this.deadline)
      throw new DenseqlError('DEADLINE_EXCEEDED', 'The deadline passed while running.', { phase: 'running' });
  }
}
