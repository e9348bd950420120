import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unboundedOperation } from '../../src/cli/session.js';
import type { Encoder } from '../../src/core/encoder/contract/encoder.js';
import { wholeFeatures, type Features } from '../../src/core/visual/features.js';
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

/**
 * Where a thing is seen in an output of unit vectors: the centroid of the likeness to the patch under the thing's centre,
 * less the median patch's, above half its peak; in patches (patch 0 spans 0 to 1).
 */
function centroid(features: Features, output: string, disc: Place): Place {
  const { data, dims } = features.output(output);
  const width = dims[1] as number;
  const patches = Array.from({ length: features.rows * features.columns }, (_, patch) => data.subarray(patch * width, (patch + 1) * width));
  const seed = patches[Math.floor(disc.y / PATCH) * features.columns + Math.floor(disc.x / PATCH)] as Float32Array;
  const cosines = patches.map((patch) => patch.reduce((sum, value, index) => sum + value * (seed[index] as number), 0));
  const usual = median(cosines);
  const floor = (1 - usual) / 2;
  let [weight, x, y] = [0, 0, 0];
  cosines.forEach((cosine, patch) => {
    const strength = Math.max(0, cosine - usual - floor);
    weight += strength;
    x += strength * ((patch % features.columns) + 0.5);
    y += strength * (Math.floor(patch / features.columns) + 0.5);
  });
  return { x: x / weight, y: y / weight };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

describe("pocket's two branches", () => {
  let encoder: Encoder;
  beforeAll(async () => {
    encoder = await pocketEncoder();
  });
  afterAll(() => encoder.close());

  it('both report a disc where it is, wherever it is shifted to', async () => {
    const bytes = await readFile(join(projectRoot(), 'samples', 'mountain-path.jpg'));
    const picture = await inspectPicture(bytes, { maxBytes: 1e7, maxPixels: 1e7, maxDecodedBytes: 1e8 });
    const photograph = await decodeRgb(picture, { width: WIDTH, height: HEIGHT, kernel: 'cubic' });
    const encode = async (key: string, pixels: Uint8Array): Promise<Features> => {
      const frame = { x: 0, y: 0, width: WIDTH, height: HEIGHT };
      const request = { key, width: WIDTH, height: HEIGHT, frame, pixels: () => Promise.resolve(pixels) };
      return wholeFeatures((await encoder.encodeImage(request, unboundedOperation())).features, 'pocket');
    };
    const offsets: Record<string, Place[]> = { structure: [], denseRaw: [] };
    for (const place of PLACES) {
      const features = await encode(JSON.stringify(place), withDisc(photograph, place));
      for (const [output, found] of Object.entries(offsets)) {
        const seen = centroid(features, output, place);
        found.push({ x: seen.x - place.x / PATCH, y: seen.y - place.y / PATCH });
      }
    }
    // The classifier's one-sided padding would move its map by 15.5 of 28 pixels, 0.55 patches, if nothing undid it.
    for (const [output, found] of Object.entries(offsets)) {
      expect(Math.abs(mean(found.map(({ x }) => x))), `${output} along x`).toBeLessThan(0.3);
      expect(Math.abs(mean(found.map(({ y }) => y))), `${output} along y`).toBeLessThan(0.3);
    }
  });
});
