import { badInput } from '../errors.js';
import type { Box, Point } from '../geometry/box.js';
import type { ScoreMaps } from '../geometry/score-maps.js';
import { heard } from '../heard.js';
import type { EncodedPicture } from '../pixels/encoded-picture.js';
import type { PixelWork } from '../pixels/pixel-work.js';
import { shareMaps } from '../pixels/shared.js';
import { takeDrawing } from '../pixels/take-rendering.js';
import { answerBox, type AnswerBox } from './answer-box.js';
import { checkChannel, checkFinite, checkId, checkMaps, isBox } from './check-maps.js';
import { heatmap } from './heatmap.js';
import type { HeatmapAnswer } from './heatmap-answer.js';
import { asMade, isMade } from './made.js';
import { Masks, type MasksRequest } from './masks.js';
import { MOST_PIXELS, maxSizeWithin } from './max-size.js';
import { partAnswer, type PartAnswer, type PartLook } from './part-answer.js';
import type { Visual } from './visual.js';

/** A density under the picture's colours, with dots at points and a legend line. */
export interface DensityRequest {
  readonly density: HeatmapAnswer;
  readonly points: readonly Point[];
  readonly name: string;
  /** The density that is drawn as the highest, for maps on an absolute scale; absent: the map's own. Above 0. */
  readonly full?: number;
  /** Where the density crosses this, a line is drawn, and no colour below it; absent: no line. Below what is drawn as the highest. */
  readonly line?: number;
  /** 0 to 1. */
  readonly opacity: number;
  /** Longest side in pixels, 1 to 4096. */
  readonly maxSize: number;
}

/** Boxes on the picture, in the colours of their labels, with scores and a legend. */
export interface BoxesRequest {
  readonly boxes: readonly { readonly box: Box; /** Place in `labels`. */ readonly label: number; readonly score: number }[];
  readonly labels: readonly string[];
  /** Longest side in pixels, 1 to 4096. */
  readonly maxSize: number;
}

/**
 * Makes what the schema's shared types show of one visual. Nothing is made before it is asked for, or beyond the operation's limits. What it is given
 * is looked over at once.
 * @throws Error saying what is wrong with it, which is the plugin's failure
 */
export interface Drawing {
  /** A box as the schema answers it, within the picture. */
  box(box: Box): AnswerBox;
  /** A channel of maps as the schema's `Heatmap`. @param id of the heatmap; it begins with the answer's */
  heatmap(id: string, maps: ScoreMaps, channel: number): HeatmapAnswer;
  /** Masks of labels, drawn once and when they are asked for. @param id of what the masks belong to: the answer's */
  masks(id: string, request: MasksRequest): Masks;
  /** @throws BAD_INPUT; LIMIT_EXCEEDED: its pixels count as rendered, as those of other pictures do */
  densityOverlay(request: DensityRequest): Promise<EncodedPicture>;
  /** @throws BAD_INPUT; LIMIT_EXCEEDED: its pixels count as rendered, as those of other pictures do */
  boxesOverlay(request: BoxesRequest): Promise<EncodedPicture>;
  /** A part that clients can ask as any region. @throws BAD_INPUT; LIMIT_EXCEEDED: it counts as a region */
  part(box: Box, look: PartLook): PartAnswer;
}

export const createDrawing = (visual: Visual, work: PixelWork): Drawing =>
  Object.freeze({
    box: (box: Box) => {
      if (!isBox(box)) throw new Error('box must have four finite numbers.');
      const { x, y, width, height } = box;
      return asMade('Box', answerBox({ x, y, width, height }, visual.picture));
    },
    heatmap: (id: string, asked: ScoreMaps, channel: number): HeatmapAnswer => {
      checkId(id);
      const maps = checkMaps(asked, visual.box);
      checkChannel(maps, channel);
      checkFinite(maps, channel);
      const { width, height } = visual.picture;
      return asMade('Heatmap', { id, original: { width, height }, map: Object.freeze(heatmap(maps, channel, visual.box)) });
    },
    masks: (id: string, request: MasksRequest) => new Masks(visual, work, id, request),
    densityOverlay: (request: DensityRequest) => heard(densityOverlay(visual, work, request)),
    boxesOverlay: (request: BoxesRequest) => heard(boxesOverlay(visual, work, request)),
    part: (box: Box, look: PartLook) => partAnswer(visual, box, look),
  });

const isPoint = (point: Partial<Point> | null): boolean => Number.isFinite(point?.x) && Number.isFinite(point?.y);

async function densityOverlay(visual: Visual, work: PixelWork, request: DensityRequest): Promise<EncodedPicture> {
  const { density, points, name, full, line, opacity, maxSize } = request;
  if (!isMade('Heatmap', density)) throw new Error('density is no heatmap of draw.heatmap.');
  if (!Array.isArray(points) || !points.every(isPoint)) throw new Error('points is no list of finite points.');
  if (typeof name !== 'string') throw new Error('name is no text.');
  if (full !== undefined && !(full > 0 && full < Infinity)) throw new Error(`full is ${String(full)}, not above 0.`);
  if (line !== undefined && !Number.isFinite(line)) throw new Error(`line is ${String(line)}, no finite number.`);
  maxSizeWithin(maxSize, MOST_PIXELS);
  if (!(opacity >= 0 && opacity <= 1)) throw badInput('opacity', `must be 0 to 1, got ${opacity}.`);
  const { picture, box, operation } = visual;
  takeDrawing(operation, box, maxSize);
  const { maps, max } = density.map;
  const shared = { picture: work.share(picture), maps: shareMaps(maps) };
  return asMade(
    'Picture',
    await work.run('densityOverlay', { ...shared, box, max: full ?? max, line, points, name, opacity, maxSize }, operation),
  );
}

async function boxesOverlay(visual: Visual, work: PixelWork, { boxes, labels, maxSize }: BoxesRequest): Promise<EncodedPicture> {
  if (!Array.isArray(labels) || !labels.every((label) => typeof label === 'string')) throw new Error('labels is no list of texts.');
  const drawn = boxes.map(({ box, label, score }) => {
    if (!isBox(box) || !Number.isInteger(label) || !labels[label] || !Number.isFinite(score))
      throw new Error('boxes is no list of boxes, each with the place of a label and a score.');
    return { box: { x: box.x, y: box.y, width: box.width, height: box.height }, label, score };
  });
  maxSizeWithin(maxSize, MOST_PIXELS);
  const { picture, box, operation } = visual;
  takeDrawing(operation, box, maxSize);
  return asMade(
    'Picture',
    await work.run('boxesOverlay', { picture: work.share(picture), box, boxes: drawn, labels: [...labels], maxSize }, operation),
  );
}
