import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Encoder, Features } from '../../src/core/encoder/encoder.js';
import { unboundedOperation } from '../../src/cli/session.js';
import { pocketEncoder } from './pocket-encoder.js';

const SIDE = 448;
const PATCH = 28;
const RADIUS = 56;

/** A smooth two-colour background with a disc on it; the disc's centre is what both branches must report. */
function scene(disc: { x: number; y: number } | null): Uint8Array {
  const pixels = new Uint8Array(SIDE * SIDE * 3);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const inside = disc !== null && Math.hypot(x + 0.5 - disc.x, y + 0.5 - disc.y) < RADIUS;
      const rgb = inside ? [240, 130, 20] : [96 + x / 16, 120, 96 + y / 16];
      pixels.set(rgb, (y * SIDE + x) * 3);
    }
  }
  return pixels;
}

/** Where an output changed, as the centroid of the change in input pixels. */
function centroid(before: Features, after: Features, output: string): { x: number; y: number } {
  const first = before.output(output);
  const second = after.output(output);
  const dims = first.dims[1] as number;
  const changes = Array.from({ length: before.rows * before.columns }, (_, patch) => {
    let sum = 0;
    for (let index = patch * dims; index < (patch + 1) * dims; index++)
      sum += ((first.data[index] as number) - (second.data[index] as number)) ** 2;
    return Math.sqrt(sum);
  });
  // Only the strong half of the change: the receptive fields' long tails are not the place of the disc.
  const floor = Math.max(...changes) / 2;
  let weight = 0;
  let x = 0;
  let y = 0;
  changes.forEach((change, patch) => {
    const strength = Math.max(0, change - floor);
    weight += strength;
    x += strength * ((patch % before.columns) + 0.5) * PATCH;
    y += strength * (Math.floor(patch / before.columns) + 0.5) * PATCH;
  });
  return { x: x / weight, y: y / weight };
}

describe("pocket's two branches", () => {
  let encoder: Encoder;
  beforeAll(async () => {
    encoder = await pocketEncoder();
  });
  afterAll(() => encoder.close());

  const encode = async (name: string, pixels: Uint8Array): Promise<Features> => {
    const request = {
      key: `disc-${name}`,
      width: SIDE,
      height: SIDE,
      frame: { x: 0, y: 0, width: SIDE, height: SIDE },
      pixels: () => Promise.resolve(pixels),
    };
    return (await encoder.encodeImage(request, unboundedOperation())).features;
  };

  it('both report a disc where it is, wherever it is shifted to', async () => {
    const empty = await encode('none', scene(null));
    for (const disc of [
      { x: 154, y: 154 },
      { x: 224, y: 224 },
      { x: 231, y: 217 },
      { x: 294, y: 168 },
      { x: 182, y: 300 },
    ]) {
      const features = await encode(`${disc.x},${disc.y}`, scene(disc));
      for (const output of ['structure', 'denseRaw']) {
        const seen = centroid(empty, features, output);
        expect(Math.abs(seen.x - disc.x) / PATCH, `${output} x at ${disc.x},${disc.y}`).toBeLessThan(0.5);
        expect(Math.abs(seen.y - disc.y) / PATCH, `${output} y at ${disc.x},${disc.y}`).toBeLessThan(0.5);
      }
    }
  });
});
