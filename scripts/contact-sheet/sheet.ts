import { createRequire } from 'node:module';
import sharp from 'sharp';

const FONT = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf');
const COLUMNS = 4;
/** Side of a tile in pixels. */
export const TILE = 420;
const CAPTION = 30;

export interface Tile {
  readonly picture: Buffer;
  /** One line below it; null on sheets without. */
  readonly caption: string | null;
}

/** Anything for Pango: in a caption nothing is markup. */
const plain = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

async function captioned({ picture, caption }: Tile): Promise<Buffer> {
  const tile = sharp(picture).resize(TILE, TILE, { fit: 'contain', background: '#ffffff' });
  if (caption === null) return tile.toBuffer();
  // Pango draws white on black.
  const text = sharp({ text: { text: plain(caption), font: 'DejaVu Sans 17', fontfile: FONT, dpi: 72 } }).negate();
  const { data, info } = await text.png().toBuffer({ resolveWithObject: true });
  return tile
    .extend({ bottom: CAPTION, background: '#ffffff' })
    .composite([{ input: data, left: Math.max(0, (TILE - info.width) >> 1), top: TILE + Math.max(0, (CAPTION - info.height) >> 1) }])
    .toBuffer();
}

/** All tiles as one JPEG, row by row. */
export async function sheetOf(tiles: readonly Tile[]): Promise<Buffer> {
  const height = TILE + (tiles.some(({ caption }) => caption !== null) ? CAPTION : 0);
  const size = { width: COLUMNS * TILE, height: Math.ceil(tiles.length / COLUMNS) * height };
  const layers = await Promise.all(tiles.map(captioned));
  return sharp({ create: { ...size, channels: 3, background: '#ffffff' } })
    .composite(layers.map((input, index) => ({ input, left: (index % COLUMNS) * TILE, top: Math.floor(index / COLUMNS) * height })))
    .jpeg({ quality: 82 })
    .toBuffer();
}
