import type { Page } from 'playwright-core';
import sharp from 'sharp';

export type Rgb = readonly [number, number, number];

export interface Raster {
  readonly width: number;
  readonly height: number;
  /** At shares of the sides, 0 to 1. */
  at(across: number, down: number): Rgb;
}

export async function rasterOf(picture: Buffer): Promise<Raster> {
  const { data, info } = await sharp(picture).removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  return {
    width,
    height,
    at(across, down) {
      const x = Math.min(width - 1, Math.floor(across * width));
      const y = Math.min(height - 1, Math.floor(down * height));
      const from = (y * width + x) * channels;
      return [data[from]!, data[from + 1] ?? data[from]!, data[from + 2] ?? data[from]!];
    },
  };
}

/** What the visitor sees of the picture. */
export const seen = async (page: Page): Promise<Raster> => rasterOf(await page.locator('[data-frame]').screenshot());

export const distance = (one: Rgb, other: Rgb): number => Math.max(...one.map((value, i) => Math.abs(value - other[i]!)));

export const mixed = (one: Rgb, other: Rgb, share: number): Rgb =>
  one.map((value, i) => value + (other[i]! - value) * share) as unknown as Rgb;

/** Places, as shares, in the middle of the cells of a grid. */
export const places = (count: number): readonly (readonly [number, number])[] =>
  Array.from({ length: count * count }, (_, i) => [((i % count) + 0.5) / count, (Math.floor(i / count) + 0.5) / count] as const);
