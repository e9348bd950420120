import { badInput } from '../errors.js';
import type { Box, Point, Size } from '../geometry/box.js';
import { toOriginal } from '../geometry/polygons.js';
import { heard } from '../heard.js';
import type { EncodedPicture } from '../pixels/encoded-picture.js';
import { oneLabel, planeOf, type LabelPixels } from '../pixels/label-pixels.js';
import type { PixelWork } from '../pixels/pixel-work.js';
import { takeDrawing } from '../pixels/take-rendering.js';
import { answerBox, type AnswerBox } from './answer-box.js';
import { checkId } from './check-maps.js';
import { checkMasks } from './check-masks.js';
import { asMade } from './made.js';
import type { LabelMapAnswer, MaskAnswer, MasksRequest, PolygonsAsked } from './mask-answers.js';
import { MOST_PIXELS, maxSizeWithin } from './max-size.js';
import { outlineOptions } from './outline-options.js';
import type { Visual } from './visual.js';
import { sharedClass } from '../shared-class.js';

export type { LabelMapAnswer, MaskAnswer, MasksRequest };

/** Nothing but the size: answers go to methods that ask, too, and the picture's bytes serve all. */
const sizeOf = ({ width, height }: Size): Size => ({ width, height });

const picture = (drawn: Promise<EncodedPicture>): Promise<EncodedPicture> => heard(drawn.then((made) => asMade('Picture', made)));

/** Which label each pixel belongs to. Pixels are made when the first field needs them, and once. `label` counts from 0. */
export class Masks {
  readonly #visual: Visual;
  readonly #work: PixelWork;
  readonly #id: string;
  readonly #request: MasksRequest;
  #decided: Promise<LabelPixels> | null = null;

  constructor(visual: Visual, work: PixelWork, id: string, request: MasksRequest) {
    this.#visual = visual;
    this.#work = work;
    checkId(id);
    this.#id = id;
    this.#request = checkMasks(request, visual.box);
  }

  /** The picture under the masks. `opacity`: 0 to 1; `maxSize`: pixels of the longer side. */
  overlay({ opacity, maxSize }: { readonly opacity: number; readonly maxSize: number }): Promise<EncodedPicture> {
    const { scores } = this.#request;
    const { picture: source, operation } = this.#visual;
    const drawn = async (): Promise<EncodedPicture> => {
      maxSizeWithin(maxSize, MOST_PIXELS);
      if (!(opacity >= 0 && opacity <= 1)) throw badInput('opacity', `must be 0 to 1, got ${opacity}.`);
      takeDrawing(operation, this.#visual.box, maxSize);
      const pixels = await this.#pixels();
      const { box, areas } = pixels;
      const input = {
        picture: this.#work.share(source),
        box,
        plane: planeOf(pixels),
        areas,
        names: this.#names(),
        scores,
        opacity,
        maxSize,
      };
      return this.#work.run('overlay', input, operation);
    };
    return picture(drawn());
  }

  /** All masks in one picture. */
  labelMap(): Promise<LabelMapAnswer> {
    const { operation, picture: source } = this.#visual;
    return this.#with((pixels) =>
      asMade('LabelMap', {
        id: `${this.#id}/labelMap`,
        pixels,
        original: sizeOf(source),
        labels: this.#request.labels,
        png: () => picture(this.#work.run('labelMapPng', { ...planeOf(pixels), labels: pixels.areas.length }, operation)),
      }),
    );
  }

  /** One label's mask. @param label its place among the labels @param id of what the mask belongs to */
  mask(label: number, id: string): Promise<MaskAnswer> {
    const { operation, picture: source } = this.#visual;
    const place = this.#place(label);
    checkId(id);
    return this.#with((pixels) =>
      asMade('Mask', {
        id: `${id}/mask`,
        pixels,
        original: sizeOf(source),
        area: pixels.areas[place] ?? 0,
        rle: () => heard(this.#work.run('rle', oneLabel(pixels, place + 1), operation)),
        png: () => picture(this.#work.run('maskPng', oneLabel(pixels, place + 1), operation)),
        polygons: (asked: PolygonsAsked = { tolerance: null, minArea: 0 }) => heard(this.#outlines(pixels, place + 1, asked)),
        cutout: ({ maxSize }: { readonly maxSize: number }) => picture(this.#cutout(pixels, place + 1, maxSize)),
      }),
    );
  }

  async #outlines(pixels: LabelPixels, label: number, asked: PolygonsAsked): Promise<readonly (readonly Point[])[]> {
    const { width, height, box } = pixels;
    const input = { ...oneLabel(pixels, label), ...outlineOptions(asked, pixels) };
    return toOriginal(await this.#work.run('polygons', input, this.#visual.operation), width, height, box);
  }

  async #cutout(pixels: LabelPixels, label: number, maxSize: number): Promise<EncodedPicture> {
    const { operation, picture: source } = this.#visual;
    maxSizeWithin(maxSize, MOST_PIXELS);
    takeDrawing(operation, pixels.box, maxSize);
    const input = { picture: this.#work.share(source), box: pixels.box, one: oneLabel(pixels, label), maxSize };
    return this.#work.run('cutout', input, operation);
  }

  /** Share of the visual's area that the label won, 0 to 1. */
  coverage(label: number): Promise<number> {
    const place = this.#place(label);
    return this.#with((pixels) => (pixels.areas[place] ?? 0) / (pixels.width * pixels.height));
  }

  /** Smallest box around the label's pixels; null when it won none. */
  box(label: number): Promise<AnswerBox | null> {
    const place = this.#place(label);
    return this.#with((pixels) => {
      const bounds = pixels.bounds[place];
      if (!bounds) return null;
      const across = pixels.box.width / pixels.width;
      const down = pixels.box.height / pixels.height;
      const box: Box = {
        x: pixels.box.x + bounds.x * across,
        y: pixels.box.y + bounds.y * down,
        width: bounds.width * across,
        height: bounds.height * down,
      };
      return asMade('Box', answerBox(box, this.#visual.picture));
    });
  }

  /** The place of the label whose pixels are this one's. @throws Error where there is no such label */
  #place(label: number): number {
    const { labels, pixelsOf } = this.#request;
    const { length } = labels;
    if (!(Number.isInteger(label) && label >= 0 && label < length))
      throw new Error(`label must be 0 to ${length - 1}, not ${String(label)}.`);
    return pixelsOf?.[label] ?? label;
  }

  /** What a legend calls each label: those that share their pixels are in one line, the first one's. */
  #names(): readonly (string | null)[] {
    const { labels, pixelsOf } = this.#request;
    if (pixelsOf === undefined) return labels;
    return labels.map((_, place) => labels.filter((_other, label) => pixelsOf[label] === place).join(', ') || null);
  }

  /** What is made of the pixels, heard: answers go to methods that ask, too, and those may never come to wait for it. */
  #with<Made>(make: (pixels: LabelPixels) => Made): Promise<Made> {
    const made = async (): Promise<Made> => make(await this.#pixels());
    return heard(made());
  }

  /** @throws LIMIT_EXCEEDED, OVERLOADED, CANCELLED, DEADLINE_EXCEEDED */
  #pixels(): Promise<LabelPixels> {
    const { picture, box, operation } = this.#visual;
    const { maps, labels, competes, threshold, refine, maxSize } = this.#request;
    this.#decided ??= this.#work.decide({ picture, box, maxSize, maps, labels: labels.length, competes, threshold, refine }, operation);
    return this.#decided;
  }
}
sharedClass(Masks);
