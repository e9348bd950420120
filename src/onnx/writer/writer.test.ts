import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, describe, expect, it } from 'vitest';
import { removeFolders, temporaryFolder } from '../../../test/onnx/checkpoint-files.js';
import { DataFile, Graph, saveModel } from './index.js';

const bytesOf = (values: readonly number[]): Uint8Array => new Uint8Array(Float32Array.from(values).buffer);
const run = async (path: string, feeds: Record<string, Tensor>, output: string): Promise<number[]> => {
  const session = await InferenceSession.create(path);
  const results = await session.run(feeds);
  await session.release();
  return Array.from(results[output]?.data as Float32Array);
};

afterAll(removeFolders);

describe('a graph', () => {
  it('runs with weights in a data file that two graphs share', async () => {
    const out = temporaryFolder();
    const data = new DataFile('weights.bin');
    const first = data.add({ type: 'float', dims: [2, 2], read: () => [bytesOf([1, 2]), bytesOf([3, 4])] });
    const second = data.add({ type: 'float', dims: [2], read: () => [bytesOf([10, 20])] });
    for (const name of ['one', 'two']) {
      const graph = new Graph(name);
      const x = graph.input('x', 'float', ['B', 2]);
      const product = graph.op('MatMul', [x, graph.external('first', first)]);
      const sum = graph.op('Add', [product, graph.external('second', name === 'one' ? second : { ...second })]);
      graph.output('y', graph.op('com.microsoft.QuickGelu', [sum], { alpha: { float: 1 } }), 'float', ['B', 2]);
      await saveModel(graph, join(out, `${name}.onnx`));
    }
    const seen: number[] = [];
    await data.write(out, { onBytes: (bytes) => seen.push(bytes) });
    expect(second.offset % 4096).toBe(0);
    expect((await stat(join(out, 'weights.bin'))).size).toBe(data.bytes);
    expect(seen.reduce((sum, bytes) => sum + bytes, 0)).toBe(data.bytes);
    const feeds = { x: new Tensor('float32', [1, 1, 0, 1], [2, 2]) };
    for (const name of ['one', 'two']) {
      const y = await run(join(out, `${name}.onnx`), feeds, 'y');
      expect(y.map((value) => Math.round(value))).toEqual([14, 26, 13, 24]);
    }
  });

  it.each([
    [true, 6],
    [false, 5],
  ])('computes the branch that the condition %s chooses', async (yes, expected) => {
    const path = join(temporaryFolder(), 'choice.onnx');
    const graph = new Graph('choice');
    const x = graph.input('x', 'float', [1]);
    const condition = graph.op('Squeeze', [graph.op('Greater', [x, graph.floats([0])])]);
    const size = graph.op('Abs', [x]);
    const result = graph.choose(
      condition,
      [1],
      (branch) => branch.op('Mul', [size, branch.floats([2])]),
      (branch) =>
        branch.choose(
          condition,
          [1],
          (inner) => inner.op('Neg', [size]),
          (inner) => inner.op('Add', [size, inner.floats([2])]),
        ),
    );
    graph.output('y', result, 'float', [1]);
    await saveModel(graph, path);
    expect(await run(path, { x: new Tensor('float32', [yes ? 3 : -3], [1]) }, 'y')).toEqual([expected]);
  });

  it('refuses a float that is not marked, and a name that is taken', () => {
    const graph = new Graph('wrong');
    graph.input('x', 'float', [1]);
    expect(() => graph.op('LeakyRelu', ['x'], { alpha: 0.5 })).toThrow(/float: 0.5/);
    expect(() => graph.input('x', 'float', [1])).toThrow(/taken/);
    expect(() => graph.floats([1, 2], [3])).toThrow(/do not fill/);
  });
});

describe('a data file', () => {
  it('refuses a tensor that gives another number of bytes than planned', async () => {
    const data = new DataFile('short.bin');
    data.add({ type: 'float', dims: [3], read: () => [bytesOf([1, 2])] });
    await expect(data.write(temporaryFolder())).rejects.toThrow(/12 bytes gave 8/);
  });

  it('stops when it is told to', async () => {
    const out = temporaryFolder();
    const data = new DataFile('stopped.bin');
    const controller = new AbortController();
    data.add({
      type: 'uint8',
      dims: [4],
      *read() {
        yield new Uint8Array(2);
        controller.abort(new Error('enough'));
        yield new Uint8Array(2);
      },
    });
    await expect(data.write(out, { signal: controller.signal })).rejects.toThrow('enough');
    expect(await readFile(join(out, 'stopped.bin'))).toHaveLength(2);
  });
});
