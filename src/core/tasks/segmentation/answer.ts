import type { About } from '../../call/about.js';
import { defineTask } from '../../call/define-task.js';
import type { AnswerBox } from '../../visual/answer-box.js';
import type { HeatmapAnswer } from '../../visual/heatmap-answer.js';
import type { LabelMapAnswer, MaskAnswer, Masks } from '../../visual/masks.js';
import type { EncodedPicture } from '../../pixels/encoded-picture.js';
import { checkSegmentResult, segmentQuestion } from './check.js';
import { resultForLabels } from './for-labels.js';
import type { TextLimits } from '../../text/labels.js';
import type * as contract from './contract.js';
import type { SegmentAsked, SegmentCall, SegmentQuestion, SegmentResult } from './contract.js';
import { sharedClass } from '../../shared-class.js';

/** What the schema's type Segmentation shows. */
export class SegmentationAnswer {
  readonly segments: readonly SegmentAnswer[];
  /** The method's own answer: maps on its grid. */
  readonly result: SegmentResult;
  readonly #masks: Masks;

  constructor(result: SegmentResult, about: About<SegmentQuestion>) {
    const { labels, maxSize } = about.question;
    this.result = result;
    this.#masks = about.draw.masks(about.id, { ...result, labels, maxSize });
    this.segments = labels.map((label, index) => new SegmentAnswer(label, index, result, about, this.#masks));
  }

  /** All labels in one picture, each pixel its label's number. */
  labelMap(): Promise<LabelMapAnswer> {
    return this.#masks.labelMap();
  }

  /** The picture under the labels' colours. */
  overlay(args: { readonly opacity: number; readonly maxSize: number }): Promise<EncodedPicture> {
    return this.#masks.overlay(args);
  }
}
sharedClass(SegmentationAnswer);

/** What the schema's type Segment shows: one label of a segmentation. */
export class SegmentAnswer {
  readonly id: string;
  readonly score: number;
  readonly #index: number;
  readonly #result: SegmentResult;
  readonly #about: About<SegmentQuestion>;
  readonly #masks: Masks;

  constructor(
    readonly label: string,
    index: number,
    result: SegmentResult,
    about: About<SegmentQuestion>,
    masks: Masks,
  ) {
    this.id = `${about.id}/segments/${index}`;
    this.score = result.scores[index] ?? 0;
    this.#index = index;
    this.#result = result;
    this.#about = about;
    this.#masks = masks;
  }

  /** Share of the picture that is the label's, 0 to 1. */
  coverage(): Promise<number> {
    return this.#masks.coverage(this.#index);
  }

  /** The smallest box around the mask, in pixels of the original; null for an empty mask. */
  box(): Promise<AnswerBox | null> {
    return this.#masks.box(this.#index);
  }

  /** Which pixels are the label's. */
  mask(): Promise<MaskAnswer> {
    return this.#masks.mask(this.#index, this.id);
  }

  /** The scores that the mask was made of, on the patch grid. */
  scoreMap(): HeatmapAnswer {
    return this.#about.draw.heatmap(`${this.id}/scoreMap`, this.#result.maps, this.#index);
  }
}
sharedClass(SegmentAnswer);

/** Answers `segmentation(labels)`. */
export type Segmenter<Options = unknown, Head = unknown> = contract.Segmenter<Options, Head>;

/** Fields that are made of pixels, which guided edges follow the picture for. */
const OF_PIXELS = ['labelMap', 'overlay', 'coverage', 'box', 'mask'];

/** The task `segmentation`. */
export const Segmenter = defineTask({
  name: 'segmentation',
  // The host has filled in the schema's defaults.
  question: (asked: SegmentAsked, limits: TextLimits) => segmentQuestion(asked as SegmentAsked & { readonly maxSize: number }, limits),
  ahead: ({ question, options, selects, guide }) => {
    // By its name: what a plugin means by another option, nobody knows.
    if ((options as { readonly edges?: unknown } | null)?.edges === 'GUIDED' && OF_PIXELS.some(selects)) guide(question.maxSize);
  },
  call: (method: Segmenter, call: SegmentCall) => method.segment(call),
  check: (result: SegmentResult, { labels }: SegmentQuestion) => checkSegmentResult(result, labels.length),
  forLabels: resultForLabels,
  answer: (result: SegmentResult, about: About<SegmentQuestion>) => new SegmentationAnswer(result, about),
});
