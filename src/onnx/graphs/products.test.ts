import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeFolders, temporaryFolder, TINY } from '../../../test/onnx/checkpoint-files.js';
import type { Compute } from '../compiled.js';
import { openCheckpoint, recipeOf } from '../families/index.js';
import { DataFile, Graph, saveModel } from '../writer/index.js';
import { Layers } from './layers.js';
import { Weights } from './weights.js';

const [TOKENS, WIDTH, HEADS] = [7, 96, 4];
const SIDE = WIDTH / HEADS;
/** Largest error of rounding to half precision, by the number's size: eleven bits, of which the first is always one. */
const ROUNDING = 2 ** -11;
/** Of sums in single precision, of the numbers here. */
const SINGLE = 1e-5;

/** The number of half precision that is next (IEEE 754, ties to even; here none is smaller than the least normal one). */
function half(value: number): number {
  if (value === 0) return 0;
  const step = 2 ** (Math.floor(Math.log2(Math.abs(value))) - 10);
  const down = Math.floor(value / step);
  const rest = value / step - down;
  return (rest > 0.5 || (rest === 0.5 && down % 2 !== 0) ? down + 1 : down) * step;
}

const values = (phase: number): Float32Array =>
  Float32Array.from({ length: TOKENS * WIDTH }, (_, index) => 2 * Math.sin(1.37 * index + phase * Math.cos(0.11 * index)) + 0.001);

interface Products {
  readonly linear: Float32Array;
  readonly attention: Float32Array;
  /** Of the linear layer, [inputs, outputs] by rows, and its bias. */
  readonly weight: Float32Array;
  readonly bias: Float32Array;
}

/** A block's query layer on values(0), and attention of values(0 to 2), as a compiled graph does them. */
async function run(compute: Compute): Promise<Products> {
  const checkpoint = await openCheckpoint(TINY);
  const { vision } = recipeOf(checkpoint);
  const query = vision.blocks[0]!.query;
  const folder = temporaryFolder();
  const data = new DataFile('weights.bin');
  const graph = new Graph('products');
  const layers = new Layers(graph, new Weights(checkpoint.tensors, data, 'fp16', compute), WIDTH, vision.activation);
  const [q, k, v] = ['q', 'k', 'v'].map((name) => graph.input(name, 'float', ['B', 'tokens', WIDTH])) as [string, string, string];
  graph.output('linear', layers.linear(q, query), 'float', ['B', 'tokens', WIDTH]);
  graph.output('attention', layers.attention([q, k, v], HEADS), 'float', ['B', 'tokens', WIDTH]);
  await saveModel(graph, join(folder, 'products.onnx'));
  await data.write(folder);
  const session = await InferenceSession.create(join(folder, 'products.onnx'), { logSeverityLevel: 3 });
  const feeds = Object.fromEntries([q, k, v].map((name, phase) => [name, new Tensor('float32', values(phase), [1, TOKENS, WIDTH])]));
  const { linear, attention } = await session.run(feeds);
  await session.release();
  const of = (tensor: Tensor | undefined): Float32Array => tensor!.data as Float32Array;
  const [weight, bias] = [await checkpoint.tensors.read(query.weight.name), await checkpoint.tensors.read(query.bias!.name)];
  return { linear: of(linear), attention: of(attention), weight, bias };
}

/** softmax(q kT / sqrt(side)) v of one head's row, in double precision. */
function attended([q, k, v]: readonly (readonly number[])[], row: number, column: number): number {
  const head = Math.floor(column / SIDE) * SIDE;
  const weights = Array.from({ length: TOKENS }, (_, other) => {
    let score = 0;
    for (let at = head; at < head + SIDE; at += 1) score += q![row * WIDTH + at]! * k![other * WIDTH + at]!;
    return Math.exp(score / Math.sqrt(SIDE));
  });
  const sum = weights.reduce((all, weight) => all + weight, 0);
  return weights.reduce((all, weight, other) => all + (weight / sum) * v![other * WIDTH + column]!, 0);
}

describe('products in halves', () => {
  const x = [0, 1, 2].map((phase) => Array.from(values(phase), half));
  /** Numbers found, what double precision makes of halves, and what that may be off by, number by number. */
  function* linears({ linear, weight, bias }: Products): Generator<readonly [found: number, expected: number, off: number]> {
    for (const [index, found] of linear.entries()) {
      const [row, column] = [Math.floor(index / WIDTH), index % WIDTH];
      let product = 0;
      for (let at = 0; at < WIDTH; at += 1) product += x[0]![row * WIDTH + at]! * half(weight[column * WIDTH + at]!);
      const sum = product + half(bias[column]!);
      yield [found, sum, ROUNDING * (Math.abs(product) + Math.abs(sum)) + SINGLE];
    }
  }
  function* attentions({ attention }: Products): Generator<readonly [found: number, expected: number, off: number]> {
    for (const [index, found] of attention.entries()) {
      const expected = attended(x, Math.floor(index / WIDTH), index % WIDTH);
      yield [found, expected, ROUNDING * Math.abs(expected) + SINGLE];
    }
  }

  let [halves, rounded, single] = [] as unknown as [Products, Products, Products];
  beforeAll(async () => {
    [halves, rounded, single] = [await run('fp16'), await run('rounded'), await run('fp32')];
  });
  afterAll(removeFolders);

  it('round what goes into linear layers and attention, and what comes out of them', () => {
    for (const [found, expected, off] of [...linears(rounded), ...attentions(rounded)]) {
      expect(half(found)).toBe(found);
      expect(Math.abs(found - expected)).toBeLessThanOrEqual(off);
    }
  });

  it('are float32 to the CPU, which has no kernels of halves', () => {
    // Where this fails it has some: then golden runs on the CPU round by themselves, and `rounded` may go.
    for (const [index, found] of halves.linear.entries())
      expect(Math.abs(found - single.linear[index]!)).toBeLessThanOrEqual(ROUNDING * Math.abs(halves.bias[index % WIDTH]!) + SINGLE);
    for (const [index, found] of halves.attention.entries()) expect(Math.abs(found - single.attention[index]!)).toBeLessThanOrEqual(SINGLE);
  });

  it('are asked for: weights that are halves alone round nothing on the way', () => {
    const further = [...linears(single), ...attentions(single)].filter(([found, expected]) => Math.abs(found - expected) > SINGLE);
    expect(further.length).toBeGreaterThan(TOKENS * WIDTH);
  });
});
