import type { Rgb } from '../../geometry/palette.js';
import type { Canvas } from './canvas.js';
import { textTile, type TextTile } from './text-tile.js';

export interface LegendLine {
  readonly text: string;
  /** Drawn lighter, after the text. */
  readonly note: string;
  /** null: a hollow grey square and grey text. */
  readonly color: Rgb | null;
}

export interface Legend {
  readonly height: number;
  draw(canvas: Canvas, top: number): void;
}

const INK: Rgb = [31, 35, 40];
const FADED: Rgb = [110, 118, 129];
const GREY: Rgb = [150, 157, 165];

/**
 * A table of swatches and labels as wide as the canvas, row by row from the left. It stands below the picture,
 * because laid over it many labels (or a small picture) would hide what they name.
 */
export async function layOutLegend(lines: readonly LegendLine[], width: number): Promise<Legend> {
  if (lines.length === 0) return { height: 0, draw: () => undefined };
  const size = width >= 700 ? 16 : 13;
  const [pad, gap, swatch, lineHeight] = [Math.round(size * 0.9), Math.round(size * 1.6), size, Math.round(size * 1.65)];
  const inner = width - 2 * pad;
  const maxText = Math.min(inner, 20 * size) - swatch - size;
  const tiles: { text: TextTile; note: TextTile }[] = [];
  for (const line of lines) {
    const note = await textTile(line.note, size * 0.85, maxText / 2);
    tiles.push({ text: await textTile(line.text, size, maxText - note.width), note });
  }
  const entry = (tile: { text: TextTile; note: TextTile }): number => swatch + Math.round(size * 1.1) + tile.text.width + tile.note.width;
  const cell = Math.max(...tiles.map(entry));
  const columns = Math.max(1, Math.min(lines.length, Math.floor((inner + gap) / (cell + gap))));
  return {
    height: 2 * pad + Math.ceil(lines.length / columns) * lineHeight - (lineHeight - size),
    draw(canvas, top) {
      lines.forEach((line, i) => {
        const x = pad + (i % columns) * (cell + gap);
        const y = top + pad + Math.floor(i / columns) * lineHeight;
        canvas.swatch(x, y, swatch, line.color ?? GREY, line.color ? null : 1);
        const { text, note } = tiles[i]!;
        const textX = x + swatch + Math.round(size * 0.5);
        canvas.text(text, textX, y, line.color ? INK : GREY);
        canvas.text(note, textX + text.width + Math.round(size * 0.5), y + Math.round(size * 0.13), line.color ? FADED : GREY);
      });
    },
  };
}
