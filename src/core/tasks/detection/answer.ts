import type { About } from '../../call/about.js';
import { defineTask } from '../../call/define-task.js';
import type { AnswerBox } from '../../visual/answer-box.js';
import { MOST_PIXELS, maxSizeWithin } from '../../visual/max-size.js';
import type { MaskAnswer } from '../../visual/mask-answers.js';
import type { PartAnswer } from '../../visual/part-answer.js';
import type { EncodedPicture } from '../../pixels/encoded-picture.js';
import { sharedClass } from '../../shared-class.js';
import type { TextLimits } from '../../text/labels.js';
import { checkDetectResult, detectQuestion } from './check.js';
import type * as contract from './contract.js';
import type { DetectAsked, DetectCall, DetectedThing, DetectQuestion, DetectResult } from './contract.js';
import { resultForLabels } from './for-labels.js';

/** A text with a number that says how well it fits. */
export interface ScoredText {
  readonly id: string;
  readonly text: string;
  readonly score: number;
}

const scored = (id: string, texts: readonly { readonly text: string; readonly score: number }[]): readonly ScoredText[] =>
  texts.map(({ text, score }, place) => Object.freeze({ id: `${id}/${place}`, text, score }));

/** What the schema's type Detection shows. Masks and pictures are made only when a field asks for them. */
export class DetectionAnswer {
  readonly objects: readonly DetectedObjectAnswer[];
  readonly backgroundUsed: readonly ScoredText[];
  /** The method's own answer. */
  readonly result: DetectResult;
  readonly #about: About<DetectQuestion>;

  constructor(result: DetectResult, about: About<DetectQuestion>) {
    this.result = result;
    this.#about = about;
    // Labels that read the same share what was found, which may be more than was asked for.
    this.objects = result.objects.slice(0, about.question.limit).map((thing, place) => new DetectedObjectAnswer(thing, place, about));
    this.backgroundUsed = scored(`${about.id}/background`, result.backgroundUsed);
  }

  /** @throws BAD_INPUT, LIMIT_EXCEEDED */
  overlay({ maxSize }: { readonly maxSize: number }): Promise<EncodedPicture> {
    const { draw, question } = this.#about;
    const boxes = this.objects.map(({ thing: { box, label, score } }) => ({ box, label, score }));
    return draw.boxesOverlay({ boxes, labels: question.labels, maxSize });
  }
}
sharedClass(DetectionAnswer);

/** What the schema's type DetectedObject shows. */
export class DetectedObjectAnswer {
  readonly id: string;
  readonly label: string;
  readonly score: number;
  readonly backgroundScore: number | null;
  readonly attributes: readonly ScoredText[];
  readonly box: AnswerBox;
  /** As the method gave it. */
  readonly thing: DetectedThing;
  readonly #about: About<DetectQuestion>;

  constructor(thing: DetectedThing, place: number, about: About<DetectQuestion>) {
    const { labels, attributes } = about.question;
    this.id = `${about.id}/objects/${place}`;
    this.thing = thing;
    this.label = labels[thing.label]!;
    this.score = thing.score;
    this.backgroundScore = thing.backgroundScore;
    this.box = about.draw.box(thing.box);
    const texts = attributes.map((text, index) => ({ text, score: thing.attributes[index]! }));
    this.attributes = scored(`${this.id}/attributes`, texts);
    this.#about = about;
  }

  /** @throws BAD_INPUT, LIMIT_EXCEEDED */
  mask({ maxSize }: { readonly maxSize: number }): Promise<MaskAnswer> | null {
    const { mask, score } = this.thing;
    if (mask === null) return null;
    maxSizeWithin(maxSize, MOST_PIXELS);
    const request = {
      labels: [this.label],
      scores: [score],
      competes: [true],
      threshold: 0.5,
      refine: 'GUIDED',
      maxSize,
      maps: mask,
    } as const;
    return this.#about.draw.masks(this.id, request).mask(0, this.id);
  }

  /** @throws BAD_INPUT for a detail without zoom; LIMIT_EXCEEDED */
  region(look: { readonly zoom: boolean; readonly detail?: string | null }): PartAnswer {
    return this.#about.draw.part(this.thing.box, look);
  }

  /** The thing's vector in the space of texts, of length one; null where the method has none. */
  embedding(): readonly number[] | null {
    return this.thing.embedding && Array.from(this.thing.embedding);
  }
}
sharedClass(DetectedObjectAnswer);

/** Answers `detection(labels)`. */
export type Detector<Options = unknown, Head = unknown> = contract.Detector<Options, Head>;

/** The task `detection`. */
export const Detector = defineTask({
  name: 'detection',
  // The host has filled in the schema's defaults.
  question: (asked: DetectAsked, limits: TextLimits) => detectQuestion(asked as DetectAsked & { readonly limit: number }, limits),
  call: (method: Detector, call: DetectCall) => method.detect(call),
  check: (result: DetectResult, call: DetectQuestion & Pick<DetectCall, 'image'>) => checkDetectResult(result, call, call.image.box),
  forLabels: resultForLabels,
  answer: (result: DetectResult, about: About<DetectQuestion>) => new DetectionAnswer(result, about),
});
