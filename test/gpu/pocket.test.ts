import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Tensor } from 'onnxruntime-node';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectAlike } from './alike.js';
import { BothDevices, type Feeds } from './both-devices.js';
import { useSoftwareGpu } from './software-gpu.js';

const pack = fileURLToPath(new URL('../../models/pocket/', import.meta.url));
const [WIDTH, HEIGHT] = [168, 112];

async function picture(): Promise<Tensor> {
  const data = await sharp(join(pack, 'golden.png')).resize(WIDTH, HEIGHT, { fit: 'fill' }).removeAlpha().raw().toBuffer();
  return new Tensor('uint8', new Uint8Array(data), [1, HEIGHT, WIDTH, 3]);
}

/** Two texts of ids from the middle of the vocabulary, the first of half the length. */
function texts(length: number): Feeds {
  const ids = BigInt64Array.from({ length: 2 * length }, (_, index) => BigInt(2000 + 37 * index));
  const mask = BigInt64Array.from({ length: 2 * length }, (_, index) => (index >= length / 2 && index < length ? 0n : 1n));
  return { input_ids: new Tensor('int64', ids, [2, length]), attention_mask: new Tensor('int64', mask, [2, length]) };
}

beforeAll(useSoftwareGpu);

describe('pocket on WebGPU', () => {
  it('gives a picture the features that the CPU gives, with no arithmetic on the CPU', async () => {
    const graph = await BothDevices.open(join(pack, 'image.onnx'));
    const feeds = { pixels: await picture() };
    expectAlike(await graph.onGpu(feeds), await graph.onCpu(feeds));
    const { arithmeticOnCpu, copies, onGpu } = await graph.close();
    expect(arithmeticOnCpu).toEqual([]);
    expect(copies).toBe(1);
    expect(onGpu).toBeGreaterThan(300);
  });

  it('gives texts the vectors that the CPU gives, whatever is padding', async () => {
    const graph = await BothDevices.open(join(pack, 'text.onnx'));
    for (const length of [8, 16]) expectAlike(await graph.onGpu(texts(length)), await graph.onCpu(texts(length)));
    const { arithmeticOnCpu, copies } = await graph.close();
    // The mask, which comes as integers.
    expect(arithmeticOnCpu).toEqual(['Cast']);
    // Of each of two runs: ids and mask.
    expect(copies).toBe(4);
  });
});
