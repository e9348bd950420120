import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Tensor } from 'onnxruntime-node';
import { beforeAll, describe, it } from 'vitest';
import { expectAlike } from './alike.js';
import { BothDevices, type Feeds } from './both-devices.js';
import { useSoftwareGpu } from './software-gpu.js';

const heads = fileURLToPath(new URL('../../models/pocket/heads/', import.meta.url));
/** Patches, numbers of each, pixels of each. */
const [ROWS, COLUMNS, DIMS, PIXELS] = [2, 4, 384, 8];
const PATCHES = ROWS * COLUMNS;

/** Rows that look as features do: of length one or so, no two alike. */
const vectors = (dims: readonly number[], phase: number): Tensor => {
  const count = dims.reduce((product, size) => product * size, 1);
  return new Tensor(
    'float32',
    Float32Array.from({ length: count }, (_, index) => 0.07 * Math.sin(0.37 * index + phase * Math.cos(0.011 * index))),
    [...dims],
  );
};

const patches = (phase: number): Tensor => vectors([1, PATCHES, DIMS], phase);
const common: Feeds = {
  structure: patches(1),
  grid: new Tensor('float32', [ROWS, COLUMNS], [2]),
  picture: new Tensor(
    'uint8',
    Uint8Array.from({ length: PATCHES * PIXELS * PIXELS * 3 }, (_, index) => (index * index) % 251),
    [1, ROWS * PIXELS, COLUMNS * PIXELS, 3],
  ),
};

beforeAll(useSoftwareGpu);

describe("pocket's heads on WebGPU", () => {
  it.each<[string, Feeds]>([
    [
      'count',
      {
        denseRaw: patches(2),
        'layers.7': patches(3),
        label: vectors([1, DIMS], 4),
        example: vectors([1, 2 * DIMS], 5),
        sides: new Tensor('float32', [1, 1], [1, 2]),
      },
    ],
    ['denseclip', { denseRaw: patches(2), labels: vectors([3, DIMS], 4) }],
    ['proposals', { 'layers.7': patches(3) }],
  ])('%s gives the numbers that the CPU gives', async (head, own) => {
    const graph = await BothDevices.open(join(heads, `${head}.onnx`));
    const feeds = { ...common, ...own };
    expectAlike(await graph.onGpu(feeds), await graph.onCpu(feeds));
    await graph.close();
  });
});
