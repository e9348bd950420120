import { badInput } from '../errors.js';
import { fitWithin, type Point } from '../geometry/box.js';
import type { EncodedPicture, PixelWork } from '../pixels/pixel-work.js';
import type { CountResult } from '../tasks/counter.js';
import { heatmap } from './heatmap.js';
import type { Heatmap } from './heatmap.js';
import type { Visual } from './visual.js';

/** Points of one answer, whatever is asked. */
const MOST_POINTS = 10_000;

/** A method's answer about one visual. Pictures are made only when a field asks for them. */
export class CountAnswer {
  private map: Heatmap | null = null;

  constructor(
    readonly visual: Visual,
    readonly of: string,
    readonly result: CountResult,
    private readonly work: PixelWork,
  ) {}

  density(): Heatmap | null {
    const { density } = this.result;
    if (density === null) return null;
    this.map ??= heatmap(density, 0, this.visual.box);
    return this.map;
  }

  /** @throws BAD_INPUT */
  points(limit: number): readonly Point[] | null {
    if (!(limit >= 1 && limit <= MOST_POINTS)) throw badInput('limit', `must be 1 to ${MOST_POINTS}, got ${limit}.`);
    return this.result.points?.slice(0, limit) ?? null;
  }

  /** @throws BAD_INPUT; LIMIT_EXCEEDED: its pixels count as mask pixels, as those of other overlays do */
  async overlay(opacity: number, maxSize: number): Promise<EncodedPicture | null> {
    if (!(opacity >= 0 && opacity <= 1)) throw badInput('opacity', `must be 0 to 1, got ${opacity}.`);
    const density = this.density();
    if (density === null) return null;
    const { picture, box, operation } = this.visual;
    const size = fitWithin(box, maxSize);
    operation.reserveMaskPixels(size.width * size.height);
    const { maps, max } = density;
    const name = `${this.of}: ${this.result.saturated ? 'at least ' : ''}${this.result.total.toFixed(1)}`;
    const points = this.result.points?.slice(0, MOST_POINTS) ?? [];
    return this.work.densityOverlay({ source: picture, box, maps, max, points, name, opacity, maxSize }, operation);
  }
}
