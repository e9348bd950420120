import { fitWithin, type Box } from '../../geometry/box.js';
import { labelColor, luma, type Rgb } from '../../geometry/palette.js';
import type { EncodedPicture } from '../encoded-picture.js';
import type { SharedPicture } from '../shared.js';
import type { Canvas } from '../worker/canvas.js';
import { captioned } from '../worker/captioned.js';
import { decodeRgb, pixelRegion } from '../worker/decode.js';
import { textTile, type TextTile } from '../worker/text-tile.js';

export interface BoxesOverlayInput {
  readonly picture: SharedPicture;
  readonly box: Box;
  /** In pixels of the upright original; `label` is a place in `labels`. */
  readonly boxes: readonly { readonly box: Box; readonly label: number; readonly score: number }[];
  readonly labels: readonly string[];
  /** Longest side in pixels. */
  readonly maxSize: number;
}

const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];
const MOST_ABSENT = 24;

/** The picture fitted to `maxSize`, boxes in the colours of their labels with their scores, the best on top, and a legend below. */
export async function boxesOverlay(input: BoxesOverlayInput, check: () => void): Promise<EncodedPicture> {
  const { box: part, boxes, labels } = input;
  const size = fitWithin(pixelRegion(part, input.picture), input.maxSize);
  const rgb = await decodeRgb(input.picture, part, size, 'lanczos3');
  check();
  const thick = Math.max(size.width, size.height) >= 500 ? 3 : 2;
  const tiles = await Promise.all(boxes.map(({ score }) => textTile(score.toFixed(2), 4 + 3 * thick, size.width)));
  check();
  const counts = labels.map((_, label) => boxes.filter((each) => each.label === label).length);
  const lines = labels.map((text, label) => ({
    text,
    note: counts[label] === 0 ? 'not found' : String(counts[label]),
    color: counts[label] === 0 ? null : labelColor(label),
  }));
  const found = lines.filter(({ color }) => color !== null);
  const absent = lines.filter(({ color }) => color === null);
  const hidden = absent.length - MOST_ABSENT;
  if (hidden > 1) absent.splice(MOST_ABSENT, absent.length, { text: `and ${hidden} more`, note: 'not found', color: null });
  return captioned(rgb, size, [...found, ...absent], (canvas, left) => {
    const across = (x: number): number => left + Math.round(((x - part.x) * size.width) / part.width);
    const down = (y: number): number => Math.round(((y - part.y) * size.height) / part.height);
    const inside = { left, top: 0, right: left + size.width, bottom: size.height };
    for (const [place, { box, label }] of [...boxes.entries()].reverse()) {
      const edges = { left: across(box.x), top: down(box.y), right: across(box.x + box.width), bottom: down(box.y + box.height) };
      frame(canvas, edges, inside, thick, labelColor(label));
      tag(canvas, tiles[place]!, edges, inside, labelColor(label));
    }
  });
}

interface Edges {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function fill(canvas: Canvas, area: Edges, within: Edges, color: Rgb): void {
  for (let y = Math.max(area.top, within.top); y < Math.min(area.bottom, within.bottom); y++)
    for (let x = Math.max(area.left, within.left); x < Math.min(area.right, within.right); x++)
      canvas.data.set(color, 3 * (y * canvas.width + x));
}

function frame(canvas: Canvas, { left, top, right, bottom }: Edges, within: Edges, thick: number, color: Rgb): void {
  for (const part of [
    { left, top, right, bottom: top + thick },
    { left, top: bottom - thick, right, bottom },
    { left, top, right: left + thick, bottom },
    { left: right - thick, top, right, bottom },
  ])
    fill(canvas, part, within, color);
}

/** The score in the box's upper left corner. */
function tag(canvas: Canvas, tile: TextTile, { left, top }: Edges, within: Edges, color: Rgb): void {
  const [x, y] = [Math.max(left, within.left), Math.max(top, within.top)];
  fill(canvas, { left: x, top: y, right: x + tile.width + 6, bottom: y + tile.height + 4 }, within, color);
  canvas.text(tile, x + 3, y + 2 + tile.top, luma(color) > 140 ? BLACK : WHITE);
}
