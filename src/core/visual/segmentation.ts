import { badInput } from '../errors.js';
import type { Box, Point, Size } from '../geometry/box.js';
import type { EncodedPicture, LabelPixels, PixelWork } from '../pixels/pixel-work.js';
import type { SegmentResult } from '../tasks/segmenter.js';
import { answerBox } from './answer-box.js';
import type { AnswerBox } from './answer-box.js';
import { heatmap } from './heatmap.js';
import type { Heatmap } from './heatmap.js';
import type { Visual } from './visual.js';

/** A method's answer about one visual. Pixels are made when the first field needs them, and once. */
export class SegmentationAnswer {
  readonly segments: readonly SegmentAnswer[];
  private decided: Promise<LabelPixels> | null = null;

  constructor(
    readonly visual: Visual,
    readonly labels: readonly string[],
    readonly result: SegmentResult,
    private readonly maxSize: number,
    private readonly work: PixelWork,
  ) {
    this.segments = labels.map((label, index) => new SegmentAnswer(this, label, index));
  }

  /** @throws LIMIT_EXCEEDED, OVERLOADED, CANCELLED, DEADLINE_EXCEEDED */
  pixels(): Promise<LabelPixels> {
    this.decided ??= this.decide();
    return this.decided;
  }

  async overlay(opacity: number, maxSize: number): Promise<EncodedPicture> {
    if (!(opacity >= 0 && opacity <= 1)) throw badInput('opacity', `must be 0 to 1, got ${opacity}.`);
    const pixels = await this.pixels();
    const request = { source: this.visual.picture, pixels, names: this.labels, scores: this.result.scores, opacity, maxSize };
    return this.work.overlay(request, this.visual.operation);
  }

  async labelMap(): Promise<LabelMapAnswer> {
    const pixels = await this.pixels();
    return { pixels, original: this.visual.picture, labels: this.labels, png: () => this.work.labelMapPng(pixels, this.visual.operation) };
  }

  mask(pixels: LabelPixels, label: number): MaskAnswer {
    const { operation } = this.visual;
    return {
      pixels,
      original: this.visual.picture,
      area: pixels.areas[label - 1] ?? 0,
      rle: () => this.work.rle(pixels, label, operation),
      png: () => this.work.maskPng(pixels, label, operation),
      polygons: () => this.work.polygons(pixels, label, operation),
    };
  }

  private decide(): Promise<LabelPixels> {
    const { picture, box, operation } = this.visual;
    const { maps, competes, threshold, refine } = this.result;
    return this.work.decide(
      { picture, box, maxSize: this.maxSize, maps, labels: this.labels.length, competes, threshold, refine },
      operation,
    );
  }
}

/** One label of a segmentation; `index` counts labels from 0, mask labels count from 1. */
export class SegmentAnswer {
  constructor(
    private readonly segmentation: SegmentationAnswer,
    readonly label: string,
    private readonly index: number,
  ) {}

  get visual(): Visual {
    return this.segmentation.visual;
  }

  get score(): number {
    return this.segmentation.result.scores[this.index] ?? 0;
  }

  async coverage(): Promise<number> {
    const pixels = await this.segmentation.pixels();
    return (pixels.areas[this.index] ?? 0) / (pixels.width * pixels.height);
  }

  async box(): Promise<AnswerBox | null> {
    const pixels = await this.segmentation.pixels();
    const bounds = pixels.bounds[this.index];
    if (!bounds) return null;
    const across = pixels.box.width / pixels.width;
    const down = pixels.box.height / pixels.height;
    const box: Box = {
      x: pixels.box.x + bounds.x * across,
      y: pixels.box.y + bounds.y * down,
      width: bounds.width * across,
      height: bounds.height * down,
    };
    return answerBox(box, this.visual.picture);
  }

  async mask(): Promise<MaskAnswer> {
    return this.segmentation.mask(await this.segmentation.pixels(), this.index + 1);
  }

  scoreMap(): Heatmap {
    return heatmap(this.segmentation.result.maps, this.index, this.visual.box);
  }
}

export interface MaskAnswer {
  readonly pixels: LabelPixels;
  /** Size of the upright original. */
  readonly original: Size;
  readonly area: number;
  rle(): Promise<string>;
  png(): Promise<EncodedPicture>;
  polygons(): Promise<readonly (readonly Point[])[]>;
}

export interface LabelMapAnswer {
  readonly pixels: LabelPixels;
  /** Size of the upright original. */
  readonly original: Size;
  readonly labels: readonly string[];
  png(): Promise<EncodedPicture>;
}
