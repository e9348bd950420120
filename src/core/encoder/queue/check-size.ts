import { badInput } from '../../errors.js';
import type { PackManifest } from '../../packs/manifest.js';

/**
 * Refuses sizes that the graph would crop in silence, or that would take too much memory.
 * @throws BAD_INPUT naming the side, in pixels of the encoder's input
 */
export function checkSize(width: number, height: number, { image }: PackManifest): void {
  for (const [name, side] of [
    ['width', width],
    ['height', height],
  ] as const) {
    if (!Number.isInteger(side) || side <= 0 || side % image.sizeMultiple !== 0)
      throw badInput(name, `the encoder takes multiples of ${image.sizeMultiple} pixels, not ${side}.`);
    if (side > image.maxSide) throw badInput(name, `the encoder takes at most ${image.maxSide} pixels, not ${side}.`);
  }
}
