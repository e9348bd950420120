import { join } from 'node:path';
import { Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TAIL_ATTENTIONS } from '../../src/onnx/tail-attentions.js';
import { picture } from '../onnx/answers.js';
import { removeFolders, TINY } from '../onnx/checkpoint-files.js';
import { CompiledEncoder } from '../onnx/compiled-encoder.js';
import { expectAlike } from './alike.js';
import { attentionNodes } from './attention-nodes.js';
import { BothDevices, type Feeds, type Outputs } from './both-devices.js';
import { useSoftwareGpu } from './software-gpu.js';

/** Pixels, patches of a side: 17 tokens. */
const [SIDE, GRID] = [64, 4];
const PATCHES = GRID * GRID;

/** Squares out of the reference's picture, one behind another. */
function squares(count: number): Tensor {
  const [, height = 0, width = 0] = picture.shape;
  const data = new Uint8Array(count * SIDE * SIDE * 3);
  for (let square = 0; square < count; square += 1)
    for (let row = 0; row < SIDE; row += 1) {
      const from = ((row + 5 * square) % height) * width * 3;
      data.set(picture.data.subarray(from, from + SIDE * 3), (square * SIDE + row) * SIDE * 3);
    }
  return new Tensor('uint8', data, [count, SIDE, SIDE, 3]);
}

const one = (batch: Tensor, index: number): Tensor => {
  const size = SIDE * SIDE * 3;
  return new Tensor('uint8', (batch.data as Uint8Array).slice(index * size, (index + 1) * size), [1, SIDE, SIDE, 3]);
};

const flags = (count: number, set: number): Tensor =>
  new Tensor(
    'float32',
    Float32Array.from({ length: count }, (_, index) => (index === set ? 1 : 0)),
    [count],
  );

let encoder: CompiledEncoder;
beforeAll(async () => {
  useSoftwareGpu();
  encoder = await CompiledEncoder.of(TINY);
});
afterAll(async () => {
  await encoder.close();
  removeFolders();
});

describe('a compiled CLIP on WebGPU', () => {
  it('gives a picture the features that the CPU gives, and each picture of a batch those that it has alone', async () => {
    const graph = await BothDevices.open(join(encoder.folder, encoder.compiled.image.graph));
    const batch = squares(3);
    const together = await graph.onGpu({ [encoder.compiled.image.input]: batch });
    for (let index = 0; index < 3; index += 1) {
      const feeds = { [encoder.compiled.image.input]: one(batch, index) };
      const ofOne = (values: Float32Array): Float32Array => values.subarray((index * values.length) / 3, ((index + 1) * values.length) / 3);
      expectAlike(Object.fromEntries(Object.entries(together).map(([name, all]) => [name, ofOne(all)])), await graph.onCpu(feeds));
      if (index === 0) expectAlike(await graph.onGpu(feeds), await graph.onCpu(feeds));
    }
    expect((await graph.close()).arithmeticOnCpu).toEqual([]);
  });

  it('has the tail give every attention, with and without the residual', async () => {
    const outputs = await encoder.image({ data: squares(1).data as Uint8Array, shape: [1, SIDE, SIDE, 3] });
    const tail = encoder.compiled.tail!;
    const rows = (name: string, count: number): Tensor => new Tensor('float32', outputs[name]!, [1, count, outputs[name]!.length / count]);
    const graph = await BothDevices.open(join(encoder.folder, tail.graph));
    const seen: Outputs[] = [];
    for (const [index] of TAIL_ATTENTIONS.entries())
      for (const residual of [0, 1]) {
        const feeds: Feeds = {
          tokens: rows(tail.tokens, 1 + PATCHES),
          middle: rows(tail.middle, PATCHES),
          grid: new Tensor('float32', [GRID, GRID], [2]),
          attention: flags(TAIL_ATTENTIONS.length, index),
          residual: new Tensor('float32', [residual], [1]),
        };
        const expected = await graph.onCpu(feeds);
        expectAlike(await graph.onGpu(feeds), expected);
        // Another attention is another answer: none of these is compared with itself.
        for (const before of seen) expect(() => expectAlike(expected, before)).toThrow();
        seen.push(expected);
      }
    await graph.close();
  });

  it('runs with half-precision weights', async () => {
    const half = await CompiledEncoder.of(TINY, { precision: 'fp16' });
    const { image, text } = half.compiled;
    const images = await BothDevices.open(join(half.folder, image.graph));
    const pixels = { [image.input]: squares(1) };
    expectAlike(await images.onGpu(pixels), await images.onCpu(pixels));
    await images.close();
    const texts = join(half.folder, text.graph);
    // 77 tokens, which this device's attention cannot do.
    const words = await BothDevices.open(texts, attentionNodes(texts));
    const ids = BigInt64Array.from({ length: 77 }, (_, index) => (index < 5 ? BigInt(100 + 3 * index) : 511n));
    const feeds = { input_ids: new Tensor('int64', ids, [1, 77]) };
    expectAlike(await words.onGpu(feeds), await words.onCpu(feeds));
    await words.close();
    await half.close();
  });
});
