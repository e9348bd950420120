import { labelColor, luma, mix, type Rgb } from '../../core/geometry/palette.js';
import { svgPath } from './svg-path.js';

/** Something found: its outlines, its box, or both. */
export interface OverlayItem {
  readonly mask?: { readonly polygons: readonly (readonly { readonly x: number; readonly y: number }[])[] } | null;
  readonly box?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number } | null;
  /** Which of the server's colours it has, from 0: the place of its label among those asked for; absent: its own place in the list. */
  readonly place?: number;
}

/** How an overlay is drawn. */
export interface OverlayOptions {
  /** Canvas pixels for each pixel of the original, e.g. `canvas.width / image.width`. */
  readonly scale: number;
  /** How much colours cover the picture, 0 to 1. */
  readonly opacity?: number;
}

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** Draws what was found over the picture, in the colours of the server's own overlays: masks filled and outlined, boxes where there is no mask. */
export function drawOverlay(context: Context, items: readonly OverlayItem[], { scale, opacity = 0.6 }: OverlayOptions): void {
  context.save();
  context.scale(scale, scale);
  context.lineWidth = 2 / scale;
  items.forEach(({ mask, box, place }, own) => {
    const color = labelColor(place ?? own);
    const path = new Path2D(mask ? svgPath(mask.polygons) : '');
    if (!mask && box) path.rect(box.x, box.y, box.width, box.height);
    context.fillStyle = css(color, mask ? opacity : 0);
    context.fill(path, 'evenodd');
    context.strokeStyle = css(luma(color) > 140 ? mix(color, [0, 0, 0], 0.45) : mix(color, [255, 255, 255], 0.6), 1);
    context.stroke(path);
  });
  context.restore();
}

const css = (color: Rgb, opacity: number): string => `rgb(${color.join(' ')} / ${opacity})`;
