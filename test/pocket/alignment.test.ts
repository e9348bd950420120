import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unboundedOperation } from '../../src/cli/session.js';
import type { Encoder, Features } from '../../src/core/encoder/encoder.js';
import { decodeRgb } from '../../src/core/images/decode.js';
import { inspectPicture } from '../../src/core/images/inspect.js';
import { projectRoot } from '../../src/core/project-root.js';
import { pocketEncoder } from './pocket-encoder.js';

const WIDTH = 672;
const HEIGHT = 448;
const PATCH = 28;
const RADIUS = 60;
const PLACES = [0.27, 0.5, 0.74].flatMap((x) => [0.3, 0.52, 0.71].map((y) => ({ x: x * WIDTH, y: y * HEIGHT })));

interface Place {
  readonly x: number;
  readonly y: number;
}

/** The photograph with an orange, dark-rimmed disc on it. */
function withDisc(photograph: Uint8Array, disc: Place): Uint8Array {
  const pixels = new Uint8Array(photograph); // a copy: slice() of a Buffer is none
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const distance = Math.hypot(x + 0.5 - disc.x, y + 0.5 - disc.y);
      if (distance < RADIUS) pixels.set(distance < RADIUS - 6 ? [235, 120, 30] : [60, 20, 0], (y * WIDTH + x) * 3);
    }
  }
  return pixels;
}

/** Where an output changed: the centroid of the change above half its peak, in patches (patch 0 spans 0 to 1). */
function centroid(before: Features, after: Features, output: string): Place {
  const first = before.output(output);
  const second = after.output(output);
  const dims = first.dims[1] as number;
  const changes = Array.from({ length: before.rows * before.columns }, (_, patch) => {
    let sum = 0;
    for (let index = patch * dims; index < (patch + 1) * dims; index++)
      sum += ((first.data[index] as number) - (second.data[index] as number)) ** 2;
    return Math.sqrt(sum);
  });
  const floor = Math.max(...changes) / 2;
  let [weight, x, y] = [0, 0, 0];
  changes.forEach((change, patch) => {
    const strength = Math.max(0, change - floor);
    weight += strength;
    x += strength * ((patch % before.columns) + 0.5);
    y += strength * (Math.floor(patch / before.columns) + 0.5);
  });
  return { x: x / weight, y: y / weight };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

describe("pocket's two branches", () => {
  let encoder: Encoder;
  beforeAll(async () => {
    encoder = await pocketEncoder();
  });
  afterAll(() => encoder.close());

  it('both report a disc where it is, wherever it is shifted to', async () => {
    const bytes = await readFile(join(projectRoot(), 'samples', 'mountain-path.jpg'));
    const picture = await inspectPicture(bytes, { maxBytes: 1e7, maxPixels: 1e7 });
    const photograph = await decodeRgb(picture, { width: WIDTH, height: HEIGHT, kernel: 'cubic' });
    const encode = async (key: string, pixels: Uint8Array): Promise<Features> => {
      const frame = { x: 0, y: 0, width: WIDTH, height: HEIGHT };
      const request = { key, width: WIDTH, height: HEIGHT, frame, pixels: () => Promise.resolve(pixels) };
      return (await encoder.encodeImage(request, unboundedOperation())).features;
    };
    // DINOv2's seventh layer still answers locally; its last one lets a disc change what far patches mean.
    const empty = await encode('empty', photograph);
    const offsets: Record<string, Place[]> = { 'layers.7': [], denseRaw: [] };
    for (const place of PLACES) {
      const features = await encode(JSON.stringify(place), withDisc(photograph, place));
      for (const [output, found] of Object.entries(offsets)) {
        const seen = centroid(empty, features, output);
        found.push({ x: seen.x - place.x / PATCH, y: seen.y - place.y / PATCH });
      }
    }
    // The classifier's one-sided padding would move its map by 15.5 of 28 pixels, 0.55 patches, if nothing undid it. The
    // median, because a disc may change what the encoder makes of a far part of the photograph.
    for (const [output, found] of Object.entries(offsets)) {
      expect(Math.abs(median(found.map(({ x }) => x))), `${output} along x`).toBeLessThan(0.3);
      expect(Math.abs(median(found.map(({ y }) => y))), `${output} along y`).toBeLessThan(0.3);
    }
  });
});
