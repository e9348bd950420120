import type { About } from '../../call/about.js';
import { defineTask } from '../../call/define-task.js';
import { badInput } from '../../errors.js';
import type { Point } from '../../geometry/box.js';
import type { EncodedPicture } from '../../pixels/encoded-picture.js';
import type { HeatmapAnswer } from '../../visual/heatmap-answer.js';
import { checkCountResult, countQuestion } from './check.js';
import type { TextLimits } from '../../text/labels.js';
import type * as contract from './contract.js';
import type { CountAsked, CountCall, CountQuestion, CountResult } from './contract.js';
import { sharedClass } from '../../shared-class.js';

/** Points of one answer, whatever is asked. */
const MOST_POINTS = 10_000;

/** What the schema's type Count shows. Pictures are made only when a field asks for them. */
export class CountAnswer {
  readonly of: string;
  readonly total: number;
  readonly uncertainty: number | null;
  readonly saturated: boolean | null;
  readonly score: number | null;
  /** The method's own answer: density on its grid. */
  readonly result: CountResult;
  readonly #about: About<CountQuestion>;
  #map: HeatmapAnswer | null = null;

  constructor(result: CountResult, about: About<CountQuestion>) {
    this.of = about.question.of;
    this.total = result.total;
    this.uncertainty = result.uncertainty;
    this.saturated = result.saturated;
    this.score = result.score;
    this.result = result;
    this.#about = about;
  }

  /** How many there are, place by place; null where the method has no map. */
  density(): HeatmapAnswer | null {
    const { density } = this.result;
    if (density === null) return null;
    this.#map ??= this.#about.draw.heatmap(`${this.#about.id}/density`, density, 0);
    return this.#map;
  }

  /** @throws BAD_INPUT */
  points({ limit }: { readonly limit: number }): readonly Point[] | null {
    if (!(limit >= 1 && limit <= MOST_POINTS)) throw badInput('limit', `must be 1 to ${MOST_POINTS}, got ${limit}.`);
    return this.result.points?.slice(0, limit) ?? null;
  }

  /** @throws BAD_INPUT, LIMIT_EXCEEDED */
  overlay({ opacity, maxSize }: { readonly opacity: number; readonly maxSize: number }): Promise<EncodedPicture | null> {
    const density = this.density();
    if (density === null) return Promise.resolve(null);
    const name = `${this.of}: ${this.saturated ? 'at least ' : ''}${this.total.toFixed(1)}`;
    const points = this.result.points?.slice(0, MOST_POINTS) ?? [];
    return this.#about.draw.densityOverlay({ density, points, name, opacity, maxSize });
  }
}
sharedClass(CountAnswer);

/** Answers `count(of)`. */
export type Counter<Options = unknown, Head = unknown> = contract.Counter<Options, Head>;

/** The task `count`. */
export const Counter = defineTask({
  name: 'count',
  // The host has filled in the schema's defaults.
  question: (asked: CountAsked, limits: TextLimits) => countQuestion(asked as CountAsked & { readonly of: string }, limits),
  call: (method: Counter, call: CountCall) => method.count(call),
  check: (result: CountResult, { image }: Pick<CountCall, 'image'>) => checkCountResult(result, image.box),
  answer: (result: CountResult, about: About<CountQuestion>) => new CountAnswer(result, about),
});
