import type { About } from '../../call/about.js';
import { defineTask } from '../../call/define-task.js';
import { badInput } from '../../errors.js';
import type { Point } from '../../geometry/box.js';
import type { EncodedPicture } from '../../pixels/encoded-picture.js';
import { sharedClass } from '../../shared-class.js';
import type { TextLimits } from '../../text/labels.js';
import type { AnswerBox } from '../../visual/answer-box.js';
import type { HeatmapAnswer } from '../../visual/heatmap-answer.js';
import type { MaskAnswer } from '../../visual/mask-answers.js';
import { MOST_PIXELS, maxSizeWithin } from '../../visual/max-size.js';
import type { PartAnswer } from '../../visual/part-answer.js';
import { anomalyQuestion, checkAnomalyResult } from './check.js';
import type * as contract from './contract.js';
import type { AnomalyAsked, AnomalyCall, AnomalyQuestion, AnomalyResult } from './contract.js';
import { mapOfPart } from './map-of-part.js';
import { highPlaces, type HighPlace } from './regions.js';

/** Regions of one answer, whatever is asked. */
const MOST_REGIONS = 300;

/** What the schema's type Anomaly shows. Regions, masks and pictures are made only when a field asks for them. */
export class AnomalyAnswer {
  readonly score: number;
  readonly threshold: number | null;
  readonly isAnomalous: boolean | null;
  readonly percentile: number | null;
  readonly mapThreshold: number | null;
  /** The method's own answer; its maps are of the part asked about, whatever they were given of. */
  readonly result: AnomalyResult;
  readonly #about: About<AnomalyQuestion>;
  #map: HeatmapAnswer | null = null;
  #regions: readonly AnomalousRegionAnswer[] | null = null;

  constructor(result: AnomalyResult, about: About<AnomalyQuestion>) {
    this.score = result.score;
    this.threshold = result.threshold;
    this.isAnomalous = result.threshold === null ? null : result.score > result.threshold;
    this.percentile = result.percentile;
    this.mapThreshold = result.mapThreshold;
    const { box } = about.image;
    const { map, uncertainty } = result;
    this.result = { ...result, map: mapOfPart(map, box), uncertainty: uncertainty && mapOfPart(uncertainty, box) };
    this.#about = about;
  }

  /** How far each place is from what is normal. */
  map(): HeatmapAnswer {
    this.#map ??= this.#about.draw.heatmap(`${this.#about.id}/map`, this.result.map, 0);
    return this.#map;
  }

  /** How unsure the map is, place by place; null where the method does not tell. */
  uncertainty(): HeatmapAnswer | null {
    const { uncertainty } = this.result;
    return uncertainty === null ? null : this.#about.draw.heatmap(`${this.#about.id}/uncertainty`, uncertainty, 0);
  }

  /** @throws BAD_INPUT */
  regions({ limit }: { readonly limit: number }): readonly AnomalousRegionAnswer[] {
    if (!(limit >= 1 && limit <= MOST_REGIONS)) throw badInput('limit', `must be 1 to ${MOST_REGIONS}, got ${limit}.`);
    const { map, mapThreshold } = this.result;
    if (mapThreshold === null) return [];
    this.#regions ??= highPlaces(map, mapThreshold, MOST_REGIONS).map(
      (place, number) => new AnomalousRegionAnswer(place, number, mapThreshold, this.#about),
    );
    return this.#regions.slice(0, limit);
  }

  /** @throws BAD_INPUT, LIMIT_EXCEEDED */
  overlay({ opacity, maxSize }: { readonly opacity: number; readonly maxSize: number }): Promise<EncodedPicture> {
    const { score, threshold, mapThreshold } = this.result;
    const compared = threshold === null ? '' : `, ${score > threshold ? 'above' : 'not above'} ${threshold.toFixed(3)}`;
    const drawn = { density: this.map(), points: [], name: `anomaly ${score.toFixed(3)}${compared}`, opacity, maxSize };
    return this.#about.draw.densityOverlay(mapThreshold === null ? drawn : { ...drawn, full: 2 * mapThreshold, line: mapThreshold });
  }
}
sharedClass(AnomalyAnswer);

/** What the schema's type AnomalousRegion shows. */
export class AnomalousRegionAnswer {
  readonly id: string;
  readonly score: number;
  readonly peak: Point;
  readonly box: AnswerBox;
  readonly #place: HighPlace;
  readonly #threshold: number;
  readonly #about: About<AnomalyQuestion>;

  constructor(place: HighPlace, number: number, threshold: number, about: About<AnomalyQuestion>) {
    this.id = `${about.id}/regions/${number}`;
    this.score = place.score;
    this.peak = Object.freeze({ ...place.peak });
    this.box = about.draw.box(place.box);
    this.#place = place;
    this.#threshold = threshold;
    this.#about = about;
  }

  /** @throws BAD_INPUT, LIMIT_EXCEEDED */
  mask({ maxSize }: { readonly maxSize: number }): Promise<MaskAnswer> {
    maxSizeWithin(maxSize, MOST_PIXELS);
    const request = {
      labels: ['anomaly'],
      scores: [this.score],
      competes: [true],
      threshold: this.#threshold,
      refine: 'BILINEAR',
      maxSize,
      maps: this.#place.map,
    } as const;
    return this.#about.draw.masks(this.id, request).mask(0, this.id);
  }

  /** @throws BAD_INPUT for a detail without zoom; LIMIT_EXCEEDED */
  region(look: { readonly zoom: boolean; readonly detail?: string | null }): PartAnswer {
    return this.#about.draw.part(this.#place.box, look);
  }
}
sharedClass(AnomalousRegionAnswer);

/** Answers `anomaly`. */
export type AnomalyDetector<Options = unknown, Head = unknown> = contract.AnomalyDetector<Options, Head>;

/** The task `anomaly`. */
export const AnomalyDetector = defineTask({
  name: 'anomaly',
  question: (asked: AnomalyAsked, limits: TextLimits) => anomalyQuestion(asked, limits),
  before: (method: AnomalyDetector, call: AnomalyCall) => method.before?.(call),
  call: (method: AnomalyDetector, call: AnomalyCall) => method.findAnomalies(call),
  check: (result: AnomalyResult, { image }: Pick<AnomalyCall, 'image'>) => checkAnomalyResult(result, image.box),
  answer: (result: AnomalyResult, about: About<AnomalyQuestion>) => new AnomalyAnswer(result, about),
});
