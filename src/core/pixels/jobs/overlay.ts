import { fitWithin, type Box, type Size } from '../../geometry/box.js';
import { labelColor, luma, mix, type Rgb } from '../../geometry/palette.js';
import type { EncodedPicture } from '../encoded-picture.js';
import type { LabelPlane } from '../label-pixels.js';
import type { SharedPicture } from '../shared.js';
import { captioned } from '../worker/captioned.js';
import { decodeRgb, pixelRegion } from '../worker/decode.js';
import type { LegendLine } from '../worker/legend.js';
import { spread } from '../worker/spread.js';

export interface OverlayInput {
  readonly picture: SharedPicture;
  readonly box: Box;
  readonly plane: LabelPlane;
  /** Per label: pixels that it won. */
  readonly areas: readonly number[];
  /** null: in none of its lines; one that shares its pixels is in the line of another. */
  readonly names: readonly (string | null)[];
  readonly scores: readonly number[];
  /** 0 to 1. */
  readonly opacity: number;
  /** Longest side in pixels. */
  readonly maxSize: number;
}

const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];
/** Labels without pixels that are listed one by one; the rest are counted. */
const MOST_ABSENT = 24;

/**
 * The picture fitted to `maxSize`, labels coloured and outlined, and below it a legend: the result is taller than the picture, and
 * wider where that is narrower than 300 pixels.
 */
export async function overlay(input: OverlayInput, check: () => void): Promise<EncodedPicture> {
  const size = fitWithin(pixelRegion(input.box, input.picture), input.maxSize);
  const rgb = await decodeRgb(input.picture, input.box, size, 'lanczos3');
  check();
  paintLabels(rgb, size, spread(input.plane, size), input.areas.length, Math.min(1, Math.max(0, input.opacity)));
  check();
  return captioned(rgb, size, legendLines(input.names, input.scores, input.areas));
}

/** Labels that won pixels with their colours and scores, then those that did not. */
function legendLines(names: readonly (string | null)[], scores: readonly number[], areas: readonly number[]): LegendLine[] {
  const found: LegendLine[] = [];
  const absent: LegendLine[] = [];
  names.forEach((text, i) => {
    if (text === null) return;
    const score = scores[i];
    if ((areas[i] ?? 0) === 0) absent.push({ text, note: 'not found', color: null });
    else found.push({ text, note: score !== undefined && Number.isFinite(score) ? score.toFixed(2) : '', color: labelColor(i) });
  });
  const hidden = absent.length - MOST_ABSENT;
  if (hidden > 1) absent.splice(MOST_ABSENT, absent.length, { text: `and ${hidden} more`, note: 'not found', color: null });
  return [...found, ...absent];
}

function paintLabels(rgb: Uint8Array, size: Size, labels: Uint16Array, count: number, opacity: number): void {
  const { width, height } = size;
  const fill = new Float32Array(3 * (count + 1));
  const line = new Uint8Array(3 * (count + 1));
  for (let label = 1; label <= count; label++) {
    const color = labelColor(label - 1);
    fill.set(
      color.map((part) => part * opacity),
      3 * label,
    );
    line.set(luma(color) > 140 ? mix(color, BLACK, 0.45) : mix(color, WHITE, 0.6), 3 * label);
  }
  const thick = Math.max(width, height) >= 500 ? 2 : 1;
  const keep = 1 - opacity;
  for (let y = 0, at = 0; y < height; y++) {
    const up = y >= thick ? -thick * width : 0;
    const down = y + thick < height ? thick * width : 0;
    for (let x = 0; x < width; x++, at++) {
      const label = labels[at]!;
      if (label === 0) continue;
      const left = x >= thick ? at - thick : at;
      const right = x + thick < width ? at + thick : at;
      const edge = labels[left] !== label || labels[right] !== label || labels[at + up] !== label || labels[at + down] !== label;
      for (let c = 0; c < 3; c++) {
        const to = 3 * at + c;
        rgb[to] = edge && opacity > 0 ? line[3 * label + c]! : rgb[to]! * keep + fill[3 * label + c]!;
      }
    }
  }
}
