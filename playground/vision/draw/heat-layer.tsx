import { useEffect, useRef } from 'react';
import { rangeOf } from '../read/map-share';
import type { ReadMap } from '../read/reading';
import { VIRIDIS } from './viridis';

interface Props {
  readonly map: ReadMap;
  /** Of the picture, in pixels. */
  readonly width: number;
  readonly height: number;
  readonly opacity: number;
  /** Values below this share of the range are not drawn. */
  readonly threshold: number;
}

const SIDE = 400;

/** A map as smooth colours over its part of the picture: the higher a value, the more it covers. */
export function HeatLayer({ map, width, height, opacity, threshold }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => paint(canvas.current!, map, threshold), [map, threshold]);
  const { x, y, width: w, height: h } = map.box;
  const place = { left: x / width, top: y / height, width: w / width, height: h / height };
  const style = Object.fromEntries(Object.entries(place).map(([side, share]) => [side, `${share * 100}%`]));
  return (
    <canvas
      ref={canvas}
      className="heat"
      data-map={map.name}
      style={{ ...style, opacity: Math.min(1, opacity * 1.6) }}
      aria-hidden="true"
    />
  );
}

function paint(canvas: HTMLCanvasElement, map: ReadMap, threshold: number): void {
  const scale = SIDE / Math.max(map.box.width, map.box.height);
  canvas.width = Math.max(1, Math.round(map.box.width * scale));
  canvas.height = Math.max(1, Math.round(map.box.height * scale));
  const context = canvas.getContext('2d')!;
  const image = context.createImageData(canvas.width, canvas.height);
  const range = rangeOf(map);
  for (let y = 0, at = 0; y < canvas.height; y++)
    for (let x = 0; x < canvas.width; x++, at += 4) {
      const share = (between(map, (x + 0.5) / canvas.width, (y + 0.5) / canvas.height) - map.min) / range;
      if (share < threshold) continue;
      const [red, green, blue] = VIRIDIS[Math.round(Math.min(1, Math.max(0, share)) * 255)]!;
      image.data[at] = red;
      image.data[at + 1] = green;
      image.data[at + 2] = blue;
      image.data[at + 3] = threshold > 0 ? 235 : 235 * Math.min(1, share * 1.4);
    }
  context.putImageData(image, 0, 0);
}

/** Between the middles of cells, at shares of the sides. */
function between({ width, height, values }: ReadMap, across: number, down: number): number {
  const gx = Math.min(width - 1, Math.max(0, across * width - 0.5));
  const gy = Math.min(height - 1, Math.max(0, down * height - 0.5));
  const [x, y] = [Math.floor(gx), Math.floor(gy)];
  const [right, below] = [Math.min(width - 1, x + 1), Math.min(height - 1, y + 1)];
  const row = (line: number): number => values[line * width + x]! * (1 - (gx - x)) + values[line * width + right]! * (gx - x);
  return row(y) * (1 - (gy - y)) + row(below) * (gy - y);
}
