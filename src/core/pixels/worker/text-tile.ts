import { createRequire } from 'node:module';
import { sharp } from '../../sharp.js';

/** One line of text as coverage, 0 to 255, row-major. `top` is the row where a line's tallest strokes begin: it aligns tiles. */
export interface TextTile {
  readonly width: number;
  readonly height: number;
  readonly top: number;
  readonly coverage: Uint8Array;
}

/** From the package, not from the system: an image without fonts draws the same legend. */
const FONT_FILE = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf');
const EMPTY: TextTile = { width: 0, height: 0, top: 0, coverage: new Uint8Array(0) };

/**
 * Draws `text` at `size` pixels, cut with an ellipsis where it is wider than `maxWidth`. Glyphs that neither the bundled
 * DejaVu Sans nor the system has come out as boxes with their code.
 */
export async function textTile(text: string, size: number, maxWidth: number): Promise<TextTile> {
  const clean = text.replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  if (clean === '') return EMPTY;
  const letters = Array.from(new Intl.Segmenter().segment(clean), ({ segment }) => segment);
  // No letter is narrower than a tenth of the size on average: what is far too long need not be drawn to know.
  let shown = Math.min(letters.length, Math.ceil((10 * maxWidth) / size));
  for (;;) {
    const tile = await draw(letters.slice(0, shown).join('').trimEnd() + (shown < letters.length ? '…' : ''), size);
    if (tile.width <= maxWidth) return tile;
    if (shown <= 1) return EMPTY;
    shown = Math.max(1, Math.min(shown - 1, Math.floor((shown * maxWidth) / tile.width)));
  }
}

const escape = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

async function draw(text: string, size: number): Promise<TextTile> {
  // Pango gives the ink only, without its place on the line. A bar in front, as tall as the line, tells it and is cut off;
  // the mark before it keeps the bar on the left of right-to-left text.
  const markup = (body: string) => ({ text: { text: `\u200e| ${body}`, font: `DejaVu Sans ${size}`, fontfile: FONT_FILE, dpi: 72 } });
  const raster = (body: string) => sharp(markup(body)).extractChannel(0).raw().toBuffer({ resolveWithObject: true });
  // What Pango refuses (a character that markup forbids) must not cost the picture.
  const { data, info } = await raster(escape(text)).catch(() => raster('?'));
  const column = (x: number): boolean => {
    for (let y = 0; y < info.height; y++) if (data[y * info.width + x]! > 0) return true;
    return false;
  };
  let left = 0;
  while (left < info.width && column(left)) left++;
  let top = 0;
  while (top < info.height && Math.max(...data.subarray(top * info.width, top * info.width + left)) < 128) top++;
  while (left < info.width && !column(left)) left++;
  const width = info.width - left;
  const coverage = new Uint8Array(width * info.height);
  for (let y = 0; y < info.height; y++) coverage.set(data.subarray(y * info.width + left, (y + 1) * info.width), y * width);
  return { width, height: info.height, top, coverage };
}
