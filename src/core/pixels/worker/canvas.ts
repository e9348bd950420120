import { mix, type Rgb } from '../../geometry/palette.js';
import type { TextTile } from './text-tile.js';

/** RGB bytes that can be drawn on; whatever lies outside is cut off. */
export class Canvas {
  readonly data: Uint8Array;

  /** White. */
  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.data = new Uint8Array(3 * width * height).fill(255);
  }

  /** Copies RGB rows to (x, y). */
  paste(rgb: Uint8Array, width: number, height: number, x: number, y: number): void {
    for (let row = 0; row < height; row++)
      this.data.set(rgb.subarray(3 * row * width, 3 * (row + 1) * width), 3 * ((y + row) * this.width + x));
  }

  /** A square with softened corners; `border` draws its rim only. */
  swatch(x: number, y: number, side: number, color: Rgb, border: number | null): void {
    for (let v = 0; v < side; v++) {
      for (let u = 0; u < side; u++) {
        const rim = Math.min(u, v, side - 1 - u, side - 1 - v);
        const corner = Math.min(u, side - 1 - u) + Math.min(v, side - 1 - v);
        if (corner < 2 || (border !== null && rim >= border)) continue;
        this.blend(x + u, y + v, color, corner === 2 ? 0.6 : 1);
      }
    }
  }

  /** Draws text whose tallest strokes begin at row `y`. */
  text(tile: TextTile, x: number, y: number, color: Rgb): void {
    for (let v = 0; v < tile.height; v++) {
      for (let u = 0; u < tile.width; u++) {
        const coverage = tile.coverage[v * tile.width + u]!;
        if (coverage > 0) this.blend(x + u, y + v - tile.top, color, coverage / 255);
      }
    }
  }

  private blend(x: number, y: number, color: Rgb, share: number): void {
    if (x < 0 || y < 0 || x >= this.width || y >= this.height) return;
    const at = 3 * (y * this.width + x);
    const under: Rgb = [this.data[at]!, this.data[at + 1]!, this.data[at + 2]!];
    this.data.set(mix(under, color, share), at);
  }
}
